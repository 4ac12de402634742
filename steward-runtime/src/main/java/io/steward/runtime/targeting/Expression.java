package io.steward.runtime.targeting;

import io.steward.runtime.fleet.Unit;
import io.steward.runtime.glob.Glob;
import java.util.Optional;
import java.util.stream.Stream;

/// A condition on a unit. Printing and {@linkplain #parse parsing} are inverses.
///
/// ```text
/// expression = conjunction { "or" conjunction }
/// conjunction = condition { "and" condition }
/// condition = "not" condition | "(" expression ")" | name | comparison
/// comparison = key ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
/// ```
///
/// A name may be a pattern, and so may the value after `=` and `!=`. Matching is case-sensitive.
/// Keys are those of {@link Attributes}. Names, keys and values with spaces or special characters
/// are written in double quotes.
public sealed interface Expression {

  /// Whether a unit matches.
  boolean matches(Unit unit);

  /// The keys that it compares.
  Stream<String> keys();

  /// Parses an expression.
  ///
  /// @throws IllegalArgumentException with the column of the error
  static Expression parse(String text) {
    return new Parser(text).expression();
  }

  /// A condition on the unit's name.
  ///
  /// @param pattern the pattern that the name must match
  record Name(String pattern) implements Expression {

    /// The name if this is a literal, not a pattern.
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

  /// A comparison of an attribute with a value. A unit without the attribute matches only `!=`.
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

  /// A negation.
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
      return "not "
          + (condition instanceof And ? "(" + condition + ")" : parenthesizeOr(condition));
    }
  }

  /// A conjunction.
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
      return parenthesizeOr(left)
          + " and "
          + (right instanceof And ? "(" + right + ")" : parenthesizeOr(right));
    }
  }

  /// A disjunction.
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

  /// A comparison operator.
  enum Operator {
    /// Equal, by pattern or by quantity.
    EQUALS("="),
    /// Not equal.
    NOT_EQUALS("!="),
    /// Less than, or earlier.
    LESS_THAN("<"),
    /// Less than or equal.
    AT_MOST("<="),
    /// Greater than, or later.
    GREATER_THAN(">"),
    /// Greater than or equal.
    AT_LEAST(">=");

    private final String symbol;

    Operator(String sign) {
      this.symbol = sign;
    }

    /// The operator's symbol in expressions.
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
