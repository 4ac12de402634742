package io.steward.runtime.glob;

/// A pattern in which `*` stands for any characters, or none, and `?` for exactly one.
///
/// @param text the pattern
public record Glob(String text) {

  /// Whether it is a literal, which matches only itself.
  public boolean isLiteral() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0;
  }

  /// Whether it matches a text. The time is linear in the length of the text, whatever the pattern
  /// is: where the text does not continue as the pattern does, only the last star has to stand for
  /// more.
  public boolean matches(String other) {
    int[] pattern = text.codePoints().toArray();
    int[] given = other.codePoints().toArray();
    int next = 0;
    int afterStar = -1;
    int starEnd = 0;
    int i = 0;
    while (i < given.length) {
      if (next < pattern.length && pattern[next] == '*') {
        afterStar = ++next;
        starEnd = i;
      } else if (next < pattern.length && (pattern[next] == '?' || pattern[next] == given[i])) {
        next++;
        i++;
      } else if (afterStar >= 0) {
        next = afterStar;
        i = ++starEnd;
      } else {
        return false;
      }
    }
    while (next < pattern.length && pattern[next] == '*') {
      next++;
    }
    return next == pattern.length;
  }
}
