package io.steward.runtime.targeting;

import io.steward.runtime.targeting.Expression.Operator;
import io.steward.runtime.targeting.Lexer.Kind;
import io.steward.runtime.targeting.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A parser for expressions.
final class Parser {

  static final Set<String> KEYWORDS = Set.of("and", "or", "not");
  private static final int MAX_DEPTH = 100;

  private final String text;
  private final List<Token> tokens;
  private int position;
  private int depth;

  Parser(String text) {
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  /// Parses a single expression.
  Expression expression() {
    Expression expression = or();
    if (peek().kind() != Kind.END) {
      throw error("\"and\" or \"or\" is missing before \"" + peek().text() + "\"");
    }
    return expression;
  }

  /// Parses a comma-separated list of expressions.
  List<Expression> list() {
    List<Expression> list = new ArrayList<>(List.of(or()));
    while (peek().isSymbol(",")) {
      position++;
      list.add(or());
    }
    if (peek().kind() != Kind.END) {
      throw error("\"and\", \"or\" or a comma is missing before \"" + peek().text() + "\"");
    }
    return list;
  }

  private Token peek() {
    return tokens.get(position);
  }

  private boolean accept(String keyword) {
    boolean isNext = peek().kind() == Kind.BARE && peek().text().equals(keyword);
    if (isNext) {
      position++;
    }
    return isNext;
  }

  private Expression or() {
    Expression left = and();
    while (accept("or")) {
      left = new Expression.Or(left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = condition();
    while (accept("and")) {
      left = new Expression.And(left, condition());
    }
    return left;
  }

  private Expression condition() {
    if (++depth > MAX_DEPTH) {
      throw error("the expression is nested too deeply");
    }
    try {
      if (accept("not")) {
        return new Expression.Not(condition());
      }
      if (peek().isSymbol("(")) {
        position++;
        Expression inner = or();
        if (!peek().isSymbol(")")) {
          throw error("a closing parenthesis is missing");
        }
        position++;
        return inner;
      }
      return nameOrComparison();
    } finally {
      depth--;
    }
  }

  private Expression nameOrComparison() {
    String word = word("a name or a key is missing");
    Optional<Operator> operator =
        Stream.of(Operator.values()).filter(each -> peek().isSymbol(each.symbol())).findFirst();
    if (operator.isEmpty()) {
      return new Expression.Name(word);
    }
    position++;
    return new Expression.Comparison(
        word, operator.get(), word("a value is missing after \"" + operator.get().symbol() + "\""));
  }

  private String word(String message) {
    Token token = peek();
    boolean keyword = token.kind() == Kind.BARE && KEYWORDS.contains(token.text());
    if (token.kind() == Kind.SYMBOL || token.kind() == Kind.END || keyword) {
      throw error(
          message + (keyword ? "; a name \"" + token.text() + "\" must be written in quotes" : ""));
    }
    position++;
    return token.text();
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException(text + ": column " + peek().column() + ": " + what);
  }
}
