package io.steward.runtime.targeting;

import io.steward.runtime.fleet.Unit;
import java.util.Optional;
import java.util.stream.Stream;

/// A condition on a unit. Printing and {@linkplain #parse reading} are inverses.
///
/// ```text
/// expression = conjunction { "or" conjunction }
/// conjunction = condition { "and" condition }
/// condition = "not" condition | "(" expression ")" | name | comparison
/// comparison = key ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
/// ```
///
/// A name may be a pattern, and so may the value after `=` and `!=`. Upper and lower case differ.
/// Keys are those of {@link Attributes}. What has blanks or special characters in it is written in
/// double quotes.
public sealed interface Expression {

  /// Whether a unit fulfils it.
  boolean matches(Unit unit);

  /// The keys it asks for.
  Stream<String> keys();

  /// Reads an expression.
  ///
  /// @throws IllegalArgumentException with the column of what is wrong
  static Expression parse(String text) {
    return new Parser(text).expression();
  }

  /// The unit's name.
  ///
  /// @param pattern that it matches
  record Name(String pattern) implements Expression {

    /// The one name it stands for, if it is no pattern.
    Optional<String> literal() {
      return new Glob(pattern).isLiteral() ? Optional.of(pattern) : Optional.empty();
    }

    @Override
    public boolean matches(Unit unit) {
      return new Glob(pattern).matches(unit.name());
    }

    @Override
    public Stream<String> keys() {
      return Stream.empty();
    }

    @Override
    public String toString() {
      return Lexer.quoteIfNeeded(pattern);
    }
  }

  /// A comparison of what a unit says with a value. A unit that does not say anything under the key
  /// fulfils `!=` alone.
  record Comparison(String key, Operator operator, String value) implements Expression {

    @Override
    public boolean matches(Unit unit) {
      if (operator == Operator.NOT_EQUALS) {
        return Attributes.of(unit, key).noneMatch(actual -> Operator.EQUALS.test(actual, value));
      }
      return Attributes.of(unit, key).anyMatch(actual -> operator.test(actual, value));
    }

    @Override
    public Stream<String> keys() {
      return Stream.of(key);
    }

    @Override
    public String toString() {
      return Lexer.quoteIfNeeded(key) + operator.symbol() + Lexer.quoteIfNeeded(value);
    }
  }

  /// The opposite.
  record Not(Expression condition) implements Expression {
    @Override
    public boolean matches(Unit unit) {
      return !condition.matches(unit);
    }

    @Override
    public Stream<String> keys() {
      return condition.keys();
    }

    @Override
    public String toString() {
      return "not " + (condition instanceof And ? "(" + condition + ")" : parenthesizeOr(condition));
    }
  }

  /// Both.
  record And(Expression left, Expression right) implements Expression {
    @Override
    public boolean matches(Unit unit) {
      return left.matches(unit) && right.matches(unit);
    }

    @Override
    public Stream<String> keys() {
      return Stream.concat(left.keys(), right.keys());
    }

    @Override
    public String toString() {
      return parenthesizeOr(left) + " and " + (right instanceof And ? "(" + right + ")" : parenthesizeOr(right));
    }
  }

  /// At least one.
  record Or(Expression left, Expression right) implements Expression {
    @Override
    public boolean matches(Unit unit) {
      return left.matches(unit) || right.matches(unit);
    }

    @Override
    public Stream<String> keys() {
      return Stream.concat(left.keys(), right.keys());
    }

    @Override
    public String toString() {
      return left + " or " + (right instanceof Or ? "(" + right + ")" : right);
    }
  }

  private static String parenthesizeOr(Expression part) {
    return part instanceof Or ? "(" + part + ")" : part.toString();
  }

  /// How two values are compared.
  enum Operator {
    /// The same, by pattern or by quantity.
    EQUALS("="),
    /// Not the same.
    NOT_EQUALS("!="),
    /// Less, or earlier.
    LESS_THAN("<"),
    /// At most.
    AT_MOST("<="),
    /// More, or later.
    GREATER_THAN(">"),
    /// At least.
    AT_LEAST(">=");

    private final String symbol;

    Operator(String sign) {
      this.symbol = sign;
    }

    /// How it is written.
    String symbol() {
      return symbol;
    }

    boolean test(String actual, String expected) {
      return switch (this) {
        case EQUALS ->
            new Glob(expected).matches(actual) || NaturalOrder.compare(actual, expected) == 0;
        case NOT_EQUALS -> !EQUALS.test(actual, expected);
        case LESS_THAN -> NaturalOrder.compare(actual, expected) < 0;
        case AT_MOST -> NaturalOrder.compare(actual, expected) <= 0;
        case GREATER_THAN -> NaturalOrder.compare(actual, expected) > 0;
        case AT_LEAST -> NaturalOrder.compare(actual, expected) >= 0;
      };
    }
  }
}
