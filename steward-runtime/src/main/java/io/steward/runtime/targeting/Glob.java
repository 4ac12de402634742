package io.steward.runtime.targeting;

import java.util.regex.Pattern;

/// A pattern in which `*` stands for any characters, or none, and `?` for exactly one.
///
/// @param text the pattern
record Glob(String text) {

  /// Whether it is a literal, which matches only itself.
  boolean isLiteral() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0;
  }

  boolean matches(String other) {
    if (isLiteral()) {
      return text.equals(other);
    }
    StringBuilder regex = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '*' -> regex.append(".*");
            case '?' -> regex.append('.');
            default -> regex.append(Pattern.quote(Character.toString(c)));
          }
        });
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(other).matches();
  }
}
