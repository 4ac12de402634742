package io.steward.runtime.jobs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/// A number of units, or a percentage of them.
///
/// @param number not negative; an integer unless it is a percentage
/// @param percent whether the number is a percentage
public record CountOrPercent(BigDecimal number, boolean percent) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})|(\\d{1,3}(?:\\.\\d{1,3})?)%");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public CountOrPercent {
    if (percent && number.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException(number + "% is more than 100%");
    }
  }

  /// Parses a count or a percentage, such as `5` or `2.5%`.
  ///
  /// @throws IllegalArgumentException if the text is neither
  public static CountOrPercent parse(String text) {
    String trimmed = text.strip();
    if (!FORM.matcher(trimmed).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a count or a percentage such as 5 or 5%");
    }
    boolean percent = trimmed.endsWith("%");
    String digits = percent ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    return new CountOrPercent(new BigDecimal(digits), percent);
  }

  /// The number of units out of a total; a percentage is rounded up, so it is 0 only for `0%` or a
  /// total of 0.
  int of(int total) {
    if (!percent) {
      return number.intValueExact();
    }
    // rounded up, so that a small percentage of few units is not 0
    return number
        .multiply(BigDecimal.valueOf(total))
        .divide(HUNDRED, RoundingMode.CEILING)
        .intValueExact();
  }

  /// Whether a part exceeds this count, or this percentage of the total.
  boolean isExceededBy(int part, int total) {
    BigDecimal actual = BigDecimal.valueOf(part);
    return percent
        ? actual.multiply(HUNDRED).compareTo(number.multiply(BigDecimal.valueOf(total))) > 0
        : actual.compareTo(number) > 0;
  }

  @Override
  public String toString() {
    return number.toPlainString() + (percent ? "%" : "");
  }
}
