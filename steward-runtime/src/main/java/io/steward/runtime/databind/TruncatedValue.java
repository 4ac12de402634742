package io.steward.runtime.databind;

/// Shortens a value to fit into a message: a sender may have sent megabytes.
public final class TruncatedValue {

  private static final int MAX_LENGTH = 100;

  private TruncatedValue() {}

  static String of(Object value) {
    String text = value.toString();
    return text.length() <= MAX_LENGTH
        ? text
        : text.substring(
                0,
                text.offsetByCodePoints(
                    0, Math.min(MAX_LENGTH, text.codePointCount(0, MAX_LENGTH))))
            + "…";
  }

  /// Shortens a text, and tells how many characters are missing.
  ///
  /// @param maxLength how many characters remain
  public static String withCount(String text, int maxLength) {
    return text.length() <= maxLength
        ? text
        : text.substring(0, maxLength) + "… (" + (text.length() - maxLength) + " more characters)";
  }
}
