package io.steward.runtime.targeting;

import io.steward.runtime.targeting.Expression.Operator;
import io.steward.runtime.targeting.Lexer.Kind;
import io.steward.runtime.targeting.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads expressions.
final class Parser {

  static final Set<String> KEYWORDS = Set.of("and", "or", "not");
  private static final int DEEPEST = 100;

  private final String text;
  private final List<Token> tokens;
  private int at;
  private int depth;

  Parser(String text) {
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  /// One expression, and nothing after it.
  Expression expression() {
    Expression expression = or();
    if (next().kind() != Kind.END) {
      throw wrong("\"and\" or \"or\" is missing before \"" + next().text() + "\"");
    }
    return expression;
  }

  /// Several, with commas between them.
  List<Expression> list() {
    List<Expression> list = new ArrayList<>(List.of(or()));
    while (next().is(",")) {
      at++;
      list.add(or());
    }
    if (next().kind() != Kind.END) {
      throw wrong("\"and\", \"or\" or a comma is missing before \"" + next().text() + "\"");
    }
    return list;
  }

  private Token next() {
    return tokens.get(at);
  }

  private boolean accept(String keyword) {
    boolean here = next().kind() == Kind.BARE && next().text().equals(keyword);
    if (here) {
      at++;
    }
    return here;
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
    if (++depth > DEEPEST) {
      throw wrong("it is nested too deeply");
    }
    try {
      if (accept("not")) {
        return new Expression.Not(condition());
      }
      if (next().is("(")) {
        at++;
        Expression inner = or();
        if (!next().is(")")) {
          throw wrong("a closing parenthesis is missing");
        }
        at++;
        return inner;
      }
      return named();
    } finally {
      depth--;
    }
  }

  private Expression named() {
    String word = word("a name or a key is missing");
    Optional<Operator> operator =
        Stream.of(Operator.values()).filter(each -> next().is(each.sign())).findFirst();
    if (operator.isEmpty()) {
      return new Expression.Name(word);
    }
    at++;
    return new Expression.Comparison(
        word, operator.get(), word("a value is missing after \"" + operator.get().sign() + "\""));
  }

  private String word(String otherwise) {
    Token token = next();
    boolean keyword = token.kind() == Kind.BARE && KEYWORDS.contains(token.text());
    if (token.kind() == Kind.SIGN || token.kind() == Kind.END || keyword) {
      throw wrong(
          otherwise
              + (keyword ? "; a name \"" + token.text() + "\" must be written in quotes" : ""));
    }
    at++;
    return token.text();
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(text + ": column " + next().column() + ": " + what);
  }
}
