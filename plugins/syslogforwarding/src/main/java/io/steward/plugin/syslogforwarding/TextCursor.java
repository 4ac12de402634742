package io.steward.plugin.syslogforwarding;

/// A place in a text that is being read. Reading past the end yields nothing and goes nowhere.
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

  /// Takes one character, if it is this one.
  boolean take(char wanted) {
    if (peek() == wanted && !isAtEnd()) {
      at++;
      return true;
    }
    return false;
  }

  /// Takes up to so many digits; -1 when there is none.
  int number(int most) {
    int value = -1;
    int end = Math.min(text.length(), at + most);
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = Math.max(0, value) * 10 + text.charAt(at) - '0';
      at++;
    }
    return value;
  }

  /// Takes all up to a blank or the end.
  String word() {
    int end = text.indexOf(' ', at);
    String word = text.substring(at, end < 0 ? text.length() : end);
    at += word.length();
    return word;
  }

  /// Takes the rest.
  String rest() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /// Takes so many characters; fewer at the end.
  String some(int count) {
    String some = text.substring(at, Math.min(text.length(), at + count));
    at += some.length();
    return some;
  }
}
