package io.steward.runtime.jobs;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Ids for jobs: twelve letters and digits that sort by time, short enough to be typed. Those of
/// Crockford's base 32, in lower case, of which none looks like another.
public final class JobId {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int BITS = 5;
  private static final int TIME_DIGITS = 7;
  private static final int RANDOM_DIGITS = 5;
  private static final RandomGenerator RANDOM = new SecureRandom();

  private JobId() {}

  /// A fresh id. Two in the same second differ but for one chance in thirty million; then the
  /// broker refuses the second order.
  public static String next(Instant now) {
    return digits(now.getEpochSecond(), TIME_DIGITS)
        + digits(RANDOM.nextLong(1L << (BITS * RANDOM_DIGITS)), RANDOM_DIGITS);
  }

  private static String digits(long number, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = count - 1; i >= 0; i--) {
      digits.append(DIGITS.charAt((int) (number >>> (BITS * i)) & (DIGITS.length() - 1)));
    }
    return digits.toString();
  }
}
