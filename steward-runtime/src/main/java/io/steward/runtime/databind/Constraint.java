package io.steward.runtime.databind;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// A constraint on a value beyond its type. Its description follows a type, as in `whole number, 1
/// to 1000`; its violation message starts with the value.
sealed interface Constraint {

  /// Why a value violates this constraint; empty if it complies, or is of a type to which this does
  /// not apply.
  Optional<String> violation(Object value);

  /// The constraint in words.
  String description();

  /// Adds this constraint to the schema of a value.
  void addTo(Map<String, Object> schema);

  /// The range of a number; a bound is infinite if there is no limit.
  record NumberRange(double min, double max) implements Constraint {

    @Override
    public Optional<String> violation(Object value) {
      if (!(value instanceof Number number) || (!isBelow(number) && !isAbove(number))) {
        return Optional.empty();
      }
      boolean both = Double.isFinite(min) && Double.isFinite(max);
      return Optional.of(
          TruncatedValue.of(number) + " is not " + (both ? "from " : "") + description());
    }

    private boolean isBelow(Number number) {
      return Double.isFinite(min)
          && exact(number).map(n -> n.compareTo(exact(min)) < 0).orElse(true);
    }

    private boolean isAbove(Number number) {
      return Double.isFinite(max)
          && exact(number).map(n -> n.compareTo(exact(max)) > 0).orElse(true);
    }

    private static BigDecimal exact(double bound) {
      return new BigDecimal(bound);
    }

    private static Optional<BigDecimal> exact(Number number) {
      return number instanceof Double fraction && !Double.isFinite(fraction)
          ? Optional.empty() // complies with no bound
          : Optional.of(new BigDecimal(number.toString()));
    }

    @Override
    public String description() {
      return Double.isInfinite(max)
          ? text(min) + " or more"
          : Double.isInfinite(min) ? text(max) + " or less" : text(min) + " to " + text(max);
    }

    @Override
    public void addTo(Map<String, Object> schema) {
      if (Double.isFinite(min)) {
        schema.put("minimum", number(min));
      }
      if (Double.isFinite(max)) {
        schema.put("maximum", number(max));
      }
    }

    private static String text(double bound) {
      return number(bound).toString();
    }

    /// A bound as it was written: `1` rather than `1.0`.
    private static Number number(double bound) {
      return bound == Math.rint(bound) && Math.abs(bound) < 1L << 53
          ? (Number) (long) bound
          : (Number) bound;
    }
  }

  /// The range of a duration.
  record DurationBounds(Duration min, Optional<Duration> max) implements Constraint {

    @Override
    public Optional<String> violation(Object value) {
      return value instanceof Duration duration
              && (duration.compareTo(min) < 0
                  || max.filter(longest -> duration.compareTo(longest) > 0).isPresent())
          ? Optional.of(
              Durations.print(duration)
                  + " is not "
                  + (max.isPresent() ? "from " : "")
                  + description())
          : Optional.empty();
    }

    @Override
    public String description() {
      return Durations.print(min)
          + max.map(longest -> " to " + Durations.print(longest)).orElse(" or longer");
    }

    @Override
    public void addTo(Map<String, Object> schema) {
      schema.put(ExtensionKeyword.SHORTEST, Durations.print(min));
      max.ifPresent(longest -> schema.put(ExtensionKeyword.LONGEST, Durations.print(longest)));
    }
  }

  /// The unit of a size, and its keyword in a schema.
  enum SizeUnit {
    /// The Unicode code points of a text.
    CHARACTERS("Length"),
    /// The items of a list or set.
    ITEMS("Items"),
    /// The entries of a map.
    ENTRIES("Properties");

    private final String keyword;

    SizeUnit(String keyword) {
      this.keyword = keyword;
    }

    String minKeyword() {
      return "min" + keyword;
    }

    String maxKeyword() {
      return "max" + keyword;
    }

    private String format(int size) {
      String many = name().toLowerCase(java.util.Locale.ROOT);
      String one = this == ENTRIES ? "entry" : many.substring(0, many.length() - 1);
      return size + " " + (size == 1 ? one : many);
    }

    private static int size(Object value) {
      return switch (value) {
        case String text -> text.codePointCount(0, text.length());
        case Collection<?> items -> items.size();
        case Map<?, ?> entries -> entries.size();
        default -> -1;
      };
    }
  }

  /// The range of a size.
  record SizeRange(int min, int max, SizeUnit unit) implements Constraint {

    @Override
    public Optional<String> violation(Object value) {
      int size = SizeUnit.size(value);
      return size >= 0 && (size < min || size > max)
          ? Optional.of("it has " + unit.format(size) + ", not " + range())
          : Optional.empty();
    }

    private String range() {
      return max == Integer.MAX_VALUE
          ? min + " or more"
          : min == 0 ? max + " or fewer" : min == max ? "exactly " + min : min + " to " + max;
    }

    @Override
    public String description() {
      return max == Integer.MAX_VALUE
          ? unit.format(min) + " or more"
          : min == 0
              ? unit.format(max) + " or fewer"
              : (min == max ? "" : min + " to ") + unit.format(max);
    }

    @Override
    public void addTo(Map<String, Object> schema) {
      if (min > 0) {
        schema.put(unit.minKeyword(), min);
      }
      if (max < Integer.MAX_VALUE) {
        schema.put(unit.maxKeyword(), max);
      }
    }
  }

  /// A pattern that a text must match.
  ///
  /// @param pattern to be found in the text, in RE2 syntax
  /// @param hint describes matching texts to people; may be empty
  record PatternMatch(Pattern pattern, String hint) implements Constraint {

    private static final String BEGIN = "^(?:";
    private static final String END = ")$";

    /// The whole text must match a regular expression.
    ///
    /// @throws IllegalArgumentException if the expression is invalid
    static PatternMatch whole(String expression, String hint) {
      return found(BEGIN + expression + END, hint);
    }

    /// A regular expression must be found in the text.
    ///
    /// @throws IllegalArgumentException if the expression is invalid
    static PatternMatch found(String expression, String hint) {
      try {
        return new PatternMatch(Pattern.compile(expression), hint);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "\"" + expression(expression) + "\" is not a regular expression: " + e.getDescription(),
            e);
      }
    }

    @Override
    public Optional<String> violation(Object value) {
      String text = value.toString();
      if (pattern.matcher(text).find()) {
        return Optional.empty();
      }
      String shown = "\"" + TruncatedValue.of(text) + "\" ";
      return Optional.of(
          shown + (hint.isEmpty() ? "does not match " + expression() : "is not " + hint));
    }

    @Override
    public String description() {
      return hint.isEmpty() ? "matching " + expression() : hint;
    }

    private String expression() {
      return expression(pattern.pattern());
    }

    private static String expression(String written) {
      return written.startsWith(BEGIN) && written.endsWith(END)
          ? written.substring(BEGIN.length(), written.length() - END.length())
          : written;
    }

    @Override
    public void addTo(Map<String, Object> schema) {
      schema.put("pattern", pattern.pattern());
      if (!hint.isEmpty()) {
        schema.put(ExtensionKeyword.HINT, hint);
      }
    }
  }
}
