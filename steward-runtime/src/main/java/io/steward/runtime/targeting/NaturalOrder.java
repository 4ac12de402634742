package io.steward.runtime.targeting;

import io.steward.runtime.databind.ByteSize;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The natural order of values in text form: numbers and sizes in bytes by quantity; anything else
/// by characters, with the numbers in it compared by value, so that version 1.10 is greater than
/// 1.9.
final class NaturalOrder {

  private static final Pattern RUN = Pattern.compile("\\d+|\\D+");

  /// The length of a quantity. A longer text is compared by characters.
  private static final int MAX_NUMBER = 100;

  private NaturalOrder() {}

  static int compare(String left, String right) {
    Optional<BigDecimal> a = number(left);
    Optional<BigDecimal> b = number(right);
    return a.isPresent() && b.isPresent()
        ? a.get().compareTo(b.get())
        : compareRunByRun(left, right);
  }

  /// The quantity that a text is, if it is one.
  static Optional<BigDecimal> number(String text) {
    if (text.length() > MAX_NUMBER) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException notANumber) {
      try {
        return Optional.of(BigDecimal.valueOf(ByteSize.parse(text).bytes()));
      } catch (IllegalArgumentException | ArithmeticException notASize) {
        return Optional.empty();
      }
    }
  }

  /// Compares by characters, and the numbers in a text by value.
  static int compareRunByRun(String left, String right) {
    Matcher a = RUN.matcher(left);
    Matcher b = RUN.matcher(right);
    while (true) {
      boolean more = a.find();
      if (more != b.find()) {
        return more ? 1 : -1;
      }
      if (!more) {
        return 0;
      }
      int difference = compareRuns(a.group(), b.group());
      if (difference != 0) {
        return difference;
      }
    }
  }

  private static int compareRuns(String a, String b) {
    return isDigit(a.charAt(0)) && isDigit(b.charAt(0)) ? compareNumbers(a, b) : a.compareTo(b);
  }

  /// A digit as in `\d`. Digits of other scripts are text: they are in runs with whatever else is
  /// not a number.
  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Compares by length first: converting thousands of digits takes quadratic time.
  private static int compareNumbers(String a, String b) {
    String left = withoutLeadingZeros(a);
    String right = withoutLeadingZeros(b);
    int longer = Integer.compare(left.length(), right.length());
    return longer != 0 ? longer : left.compareTo(right);
  }

  private static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }
}
