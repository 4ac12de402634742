package io.steward.runtime.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/// The shells that complete verbs, options and their values.
public enum Shell {
  /// The Bourne-again shell, 4.0 or newer.
  BASH,
  /// The Z shell.
  ZSH,
  /// The friendly interactive shell, 3.0 or newer.
  FISH;

  /// The script that makes it call `steward complete` on each TAB.
  public String script() {
    try (InputStream script = Shell.class.getResourceAsStream("steward." + this)) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
