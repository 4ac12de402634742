package io.steward.runtime.process;

import java.time.Duration;

/// How often in a row a handler has broken, and what follows from that: pauses that grow, and in
/// the end that it is called no more.
///
/// Safe for use by any thread.
final class RestartPolicy {

  /// How many in a row are enough.
  static final int MAX_FAILURES = 8;

  /// One may be the fault of a single message, and holds up nobody.
  private static final int FAILURES_WITHOUT_PAUSE = 2;

  private final Duration minPause;
  private int consecutiveFailures;

  /// @param minPause the first pause; each is twice as long as the one before
  RestartPolicy(Duration minPause) {
    this.minPause = minPause;
  }

  /// All went well.
  synchronized void reset() {
    consecutiveFailures = 0;
  }

  /// It has broken once more.
  ///
  /// @return how long to pause
  synchronized Duration recordFailure() {
    consecutiveFailures++;
    int doublings = consecutiveFailures - FAILURES_WITHOUT_PAUSE - 1;
    return doublings < 0 ? Duration.ZERO : minPause.multipliedBy(1L << doublings);
  }

  /// Whether it is to be called no more.
  synchronized boolean isExhausted() {
    return consecutiveFailures >= MAX_FAILURES;
  }

  /// What to tell when it is.
  static String describe(String last) {
    return "broken: it failed "
        + MAX_FAILURES
        + " times in a row and is called no more; the last: "
        + last;
  }
}
