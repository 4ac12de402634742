package io.steward.runtime.jobs;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Ids of jobs: twelve characters that sort by time and are short enough to type. They are the
/// lower-case digits of Crockford's base 32, which excludes characters that look alike.
public final class JobId {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int BITS = 5;
  private static final int TIME_DIGITS = 7;
  private static final int RANDOM_DIGITS = 5;
  private static final RandomGenerator RANDOM = new SecureRandom();

  private JobId() {}

  /// A new id. Two ids of the same second collide with a probability of one in thirty million; the
  /// broker then rejects the second job.
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
