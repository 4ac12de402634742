package io.steward.runtime.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// A SHA-256, in 64 hexadecimal digits.
///
/// @param hex the digits in lower case
public record Sha256(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /// Parses a SHA-256, in upper or lower case.
  ///
  /// @throws IllegalArgumentException if the text is not a SHA-256
  public static Sha256 parse(String text) {
    String hex = text.strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a SHA-256, which has 64 hexadecimal digits");
    }
    return new Sha256(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
