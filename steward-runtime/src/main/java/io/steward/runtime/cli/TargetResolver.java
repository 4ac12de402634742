package io.steward.runtime.cli;

import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The units that somebody means at a command line.
final class TargetResolver {

  /// How they are said, for the help.
  static final String HELP =
      "Names, patterns such as ship*, expressions such as 'region=north and not class=tanker',"
          + " @FILE with one of these a line, or - for standard input.";

  private TargetResolver() {}

  /// Reads them.
  ///
  /// @param words at least one
  /// @throws IOException when a file cannot be read
  static Targets resolve(List<String> words) throws IOException {
    return Targets.read(words, new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }
}
