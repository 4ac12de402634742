package io.steward.runtime.databind;

/// As much of a value as fits into a line that complains of it: whoever sent it may have sent
/// megabytes.
final class Excerpt {

  private static final int MAX_LENGTH = 100;

  private Excerpt() {}

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
}
