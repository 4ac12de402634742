package io.steward.runtime.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// The SHA-256 that a plugin's jar must have.
///
/// @param sha256 its 64 hexadecimal digits in lower case
public record PluginPin(String sha256) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /// Parses the digits, in upper or lower case.
  ///
  /// @throws IllegalArgumentException if the text is not a SHA-256
  public static PluginPin parse(String text) {
    String sha256 = text.strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a SHA-256, which has 64 hexadecimal digits");
    }
    return new PluginPin(sha256);
  }

  @Override
  public String toString() {
    return sha256;
  }
}
