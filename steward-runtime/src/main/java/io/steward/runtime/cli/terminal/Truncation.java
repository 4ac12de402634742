package io.steward.runtime.cli.terminal;

/// Truncates texts to the room that there is for them.
public final class Truncation {

  private Truncation() {}

  /// A text of at most the given number of characters, the last of which tells that some are
  /// missing. Never splits a character.
  public static String toWidth(String text, int width) {
    return text.codePointCount(0, text.length()) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }
}
