package io.steward.runtime.schedule;

import io.steward.runtime.databind.SpellingSuggestion;
import java.util.List;
import java.util.Locale;

/// A field of a cron expression, in the order of the fields: `*`, a value, a range, or several of
/// them separated by commas; `*` and ranges may have a step.
enum CronField {
  /// Of the hour.
  MINUTE("a minute", 0, 59, ""),
  /// Of the day.
  HOUR("an hour", 0, 23, ""),
  /// Of the month.
  DAY("a day of the month", 1, 31, ""),
  /// Of the year.
  MONTH("a month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
  /// Of the week; Sunday is 0 or 7.
  WEEKDAY("a day of the week", 0, 7, "sun mon tue wed thu fri sat");

  private static final int SUNDAY_AT_THE_END = 7;

  private final String description;
  private final int min;
  private final int max;
  private final String names;

  CronField(String what, int least, int greatest, String names) {
    this.description = what;
    this.min = least;
    this.max = greatest;
    this.names = names;
  }

  /// Whether a day field leaves the choice of days to the other one: it begins with `*`.
  static boolean isWildcard(String text) {
    return text.startsWith("*");
  }

  /// Parses a field.
  ///
  /// @return its values as bits
  /// @throws IllegalArgumentException if it is invalid, with what is allowed
  long parse(String text) {
    long bits = 0;
    for (String part : text.split(",", -1)) {
      bits |= parsePart(part);
    }
    long sunday = 1L << SUNDAY_AT_THE_END;
    return this == WEEKDAY && (bits & sunday) != 0 ? (bits & ~sunday) | 1 : bits;
  }

  private long parsePart(String text) {
    int slash = text.indexOf('/');
    String range = slash < 0 ? text : text.substring(0, slash);
    int step = slash < 0 ? 1 : parseStep(text.substring(slash + 1));
    int dash = range.indexOf('-');
    if (dash < 0 && !range.equals("*")) {
      if (slash >= 0) {
        throw new IllegalArgumentException(
            "\"" + text + "\" has a step, which only * or a range may have, as in */15 or 10-20/2");
      }
      return 1L << parseValue(range);
    }
    int first = dash < 0 ? min : parseValue(range.substring(0, dash));
    int last = dash < 0 ? max : parseValue(range.substring(dash + 1));
    if (this == WEEKDAY && last == 0 && first > 0) {
      last = SUNDAY_AT_THE_END; // as in fri-sun
    }
    if (last < first) {
      throw new IllegalArgumentException("\"" + range + "\" ends before it begins");
    }
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << value;
    }
    return bits;
  }

  private int parseStep(String text) {
    if (!text.matches("0*[1-9]\\d?")) {
      throw new IllegalArgumentException("\"" + text + "\" is not a step, which is 1 to 99");
    }
    return Integer.parseInt(text);
  }

  private int parseValue(String text) {
    int named = names().indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named + min;
    }
    if (text.matches("\\d{1,3}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not " + description + ", which is " + allowedValues() + hint(text));
  }

  private List<String> names() {
    return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
  }

  private String allowedValues() {
    String numbers = min + " to " + max;
    return names.isEmpty()
        ? numbers
        : numbers + " or " + names().getFirst() + " to " + names().getLast();
  }

  private String hint(String text) {
    return SpellingSuggestion.of(text, names())
        .map(near -> "; did you mean \"" + near + "\"?")
        .orElse("");
  }
}
