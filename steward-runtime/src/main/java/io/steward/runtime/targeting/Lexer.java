package io.steward.runtime.targeting;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits the text of an expression into tokens.
final class Lexer {

  /// The possessive `*+` does not recurse for each character, so that a long text needs no stack.
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<sign>!=|<=|>=|[=<>(),])"
              + "|\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\""
              + "|(?<word>[^\\s=<>(),!\"]+)");

  private static final Pattern BARE = Pattern.compile("[^\\s=<>(),!\"\\\\]+");

  private Lexer() {}

  /// @param kind the kind of token
  /// @param text a word without its quotes, or a symbol
  /// @param column the column of its first character, from 1
  record Token(Kind kind, String text, int column) {

    boolean isSymbol(String sign) {
      return kind == Kind.SYMBOL && text.equals(sign);
    }
  }

  enum Kind {
    SYMBOL,
    /// An unquoted word, including `and`, `or` and `not`.
    BARE,
    /// A quoted word, which is never a keyword.
    QUOTED,
    END
  }

  static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int position = 0;
    while (true) {
      while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
        position++;
      }
      if (position == text.length()) {
        tokens.add(new Token(Kind.END, "", position + 1));
        return tokens;
      }
      matcher.region(position, text.length());
      if (!matcher.lookingAt()) {
        throw new IllegalArgumentException(
            text
                + ": column "
                + (position + 1)
                + ": "
                + (text.charAt(position) == '"'
                    ? "missing closing quote"
                    : "\"" + text.charAt(position) + "\" is not expected here; write != or not"));
      }
      if (matcher.group("sign") != null) {
        tokens.add(new Token(Kind.SYMBOL, matcher.group("sign"), position + 1));
      } else if (matcher.group("quoted") != null) {
        String quoted = matcher.group("quoted").replaceAll("\\\\(.)", "$1");
        tokens.add(new Token(Kind.QUOTED, quoted, position + 1));
      } else {
        tokens.add(new Token(Kind.BARE, matcher.group("word"), position + 1));
      }
      position = matcher.end();
    }
  }

  /// A word, quoted if necessary.
  static String quoteIfNeeded(String word) {
    boolean keyword = Parser.KEYWORDS.contains(word);
    return BARE.matcher(word).matches() && !keyword
        ? word
        : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
