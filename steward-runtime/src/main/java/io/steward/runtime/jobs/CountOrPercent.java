package io.steward.runtime.jobs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/// So many units, or so many in a hundred.
///
/// @param number not negative; whole, unless it is in a hundred
/// @param percent whether it is in a hundred
public record CountOrPercent(BigDecimal number, boolean percent) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})|(\\d{1,3}(?:\\.\\d{1,3})?)%");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public CountOrPercent {
    if (percent && number.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException(number + "% is more than all");
    }
  }

  /// Reads an amount such as `5` or `2.5%`.
  ///
  /// @throws IllegalArgumentException when it is none
  public static CountOrPercent parse(String text) {
    String trimmed = text.strip();
    if (!FORM.matcher(trimmed).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not an amount such as 5 or 5%");
    }
    boolean percent = trimmed.endsWith("%");
    String digits = percent ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    return new CountOrPercent(new BigDecimal(digits), percent);
  }

  /// How many that are of so many: at least one, unless it is nothing.
  int of(int total) {
    if (!percent) {
      return number.intValueExact();
    }
    // rounded up, so that a few in a hundred of a few units is not none
    return number
        .multiply(BigDecimal.valueOf(total))
        .divide(HUNDRED, RoundingMode.CEILING)
        .intValueExact();
  }

  /// Whether a part is more than this of the whole.
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
