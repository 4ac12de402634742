package io.steward.runtime.cli.option;

import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads the target units of a command line.
public final class TargetResolver {

  /// How to write targets, for the help.
  public static final String HELP =
      "Names, patterns such as ship*, expressions such as 'region=north and not class=tanker',"
          + " @FILE with one of these per line, or - for standard input.";

  private TargetResolver() {}

  /// Reads targets.
  ///
  /// @param words at least one
  /// @throws IOException if a file cannot be read
  public static Targets resolve(List<String> words) throws IOException {
    return Targets.read(words, new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }
}
