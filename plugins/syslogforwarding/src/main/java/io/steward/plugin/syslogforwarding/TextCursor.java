package io.steward.plugin.syslogforwarding;

/// A cursor in a text. Reading at the end returns nothing and does not move it.
final class TextCursor {

  private static final char END = '\uffff';

  private final String text;
  private int at;

  TextCursor(String text) {
    this.text = text;
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  /// Consumes the next character if it is the given one.
  boolean take(char wanted) {
    if (peek() == wanted && !isAtEnd()) {
      at++;
      return true;
    }
    return false;
  }

  /// Consumes a number of at most so many digits; -1 when there is none.
  int number(int maxDigits) {
    int value = -1;
    int end = Math.min(text.length(), at + maxDigits);
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = Math.max(0, value) * 10 + text.charAt(at) - '0';
      at++;
    }
    return value;
  }

  /// Consumes everything before the next blank or the end.
  String word() {
    int end = text.indexOf(' ', at);
    String word = text.substring(at, end < 0 ? text.length() : end);
    at += word.length();
    return word;
  }

  /// Consumes the rest.
  String rest() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /// Consumes so many characters; fewer at the end.
  String some(int count) {
    String part = text.substring(at, Math.min(text.length(), at + count));
    at += part.length();
    return part;
  }
}
