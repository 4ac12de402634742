package io.steward.api;

import java.util.regex.Pattern;

/// One token of a subject. The broker cannot mistake it for a separator or a wildcard.
final class Token {

  static final int MAX_LENGTH = 64;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  private Token() {}

  static String check(String kind, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a " + kind + " must not be empty");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the " + kind + " is " + value.length() + " characters long; at most " + MAX_LENGTH);
    }
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "\""
              + value
              + "\" is not a "
              + kind
              + ": letters, digits, '-' and '_' only, the first a letter or digit");
    }
    return value;
  }
}
