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
    boolean numbers = isDigit(a.charAt(0)) && isDigit(b.charAt(0));
    return numbers ? new BigDecimal(a).compareTo(new BigDecimal(b)) : a.compareTo(b);
  }

  /// Whether a run that begins with it is a number. The digits of other scripts are text: they are
  /// in runs with whatever else is not a number.
  private static boolean isDigit(char first) {
    return first >= '0' && first <= '9';
  }
}
