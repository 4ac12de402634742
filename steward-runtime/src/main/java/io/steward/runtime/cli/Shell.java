package io.steward.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/// The shells that complete verbs, options and their values.
enum Shell {
  /// The Bourne-again shell, 4.0 or newer.
  BASH,
  /// The Z shell.
  ZSH;

  /// The script that makes it call `steward complete` on each TAB.
  String script() {
    try (InputStream script = Shell.class.getResourceAsStream("completion/steward." + this)) {
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
