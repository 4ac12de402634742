package io.steward.plugin.shellcommand;

import java.util.regex.Pattern;

/// A pattern in which `*` stands for any characters except `/`, or none; `**` for any characters;
/// and `?` for one character except `/`.
///
/// A wildcard never stands for `..`, which could lead out of the folder before it. Only `**` alone
/// matches any text.
///
/// @param text the pattern
record Glob(String text) {

  private static final String ANYTHING = "**";

  /// Two dots that can be a name of their own; those of `a..b` cannot.
  private static final Pattern PARENT = Pattern.compile("(?<!\\.)\\.\\.(?![.\\w])");

  private static final int DEEP_STAR = -1;
  private static final int STAR = -2;
  private static final int ONE = -3;

  /// The text before the first wildcard.
  String literalPrefix() {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '*' && text.charAt(end) != '?') {
      end++;
    }
    return text.substring(0, end);
  }

  /// Whether it matches only itself.
  boolean isLiteral() {
    return literalPrefix().length() == text.length();
  }

  /// Whether it matches a text. The time is linear in the length of the text, whatever the pattern
  /// is: all positions that may have been reached in the pattern advance together, so nothing is
  /// tried twice.
  boolean matches(String other) {
    if (isLiteral()) {
      return text.equals(other);
    }
    return text.equals(ANYTHING) || (!PARENT.matcher(other).find() && advance(other));
  }

  private boolean advance(String other) {
    int[] symbols = symbols();
    boolean[] reached = new boolean[symbols.length + 1];
    reached[0] = true;
    boolean alive = skipStars(symbols, reached);
    int next = 0;
    while (alive && next < other.length()) {
      int c = other.codePointAt(next);
      next += Character.charCount(c);
      for (int i = symbols.length; i >= 0; i--) { // backwards: a step reads what was before it
        boolean stays = i < symbols.length && isStar(symbols[i]) && takes(symbols[i], c);
        boolean arrives = i > 0 && !isStar(symbols[i - 1]) && takes(symbols[i - 1], c);
        reached[i] = (stays && reached[i]) || (arrives && reached[i - 1]);
      }
      alive = skipStars(symbols, reached);
    }
    return alive && reached[symbols.length];
  }

  /// A star may also stand for nothing. Returns whether any position is reached.
  private static boolean skipStars(int[] symbols, boolean[] reached) {
    boolean any = reached[0];
    for (int i = 0; i < symbols.length; i++) {
      reached[i + 1] |= reached[i] && isStar(symbols[i]);
      any |= reached[i + 1];
    }
    return any;
  }

  private int[] symbols() {
    return text.replace(ANYTHING, "\uFFFF")
        .codePoints()
        .map(c ->
            switch (c) {
              case '\uFFFF' -> DEEP_STAR; // not a character
              case '*' -> STAR;
              case '?' -> ONE;
              default -> c;
            })
        .toArray();
  }

  private static boolean isStar(int symbol) {
    return symbol == STAR || symbol == DEEP_STAR;
  }

  private static boolean takes(int symbol, int c) {
    return switch (symbol) {
      case DEEP_STAR -> true;
      case STAR, ONE -> c != '/';
      default -> c == symbol;
    };
  }
}
