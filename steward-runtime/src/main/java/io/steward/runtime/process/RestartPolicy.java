package io.steward.runtime.process;

import java.time.Duration;

/// How often in a row a handler has broken, and what follows from that: pauses that grow, and in
/// the end that it is called no more.
///
/// Safe for use by any thread.
final class RestartPolicy {

  /// How many in a row are enough.
  static final int MOST = 8;

  /// One may be the fault of a single message, and holds up nobody.
  private static final int WITHOUT_PAUSE = 2;

  private final Duration shortest;
  private int inARow;

  /// @param shortest the first pause; each is twice as long as the one before
  RestartPolicy(Duration shortest) {
    this.shortest = shortest;
  }

  /// All went well.
  synchronized void reset() {
    inARow = 0;
  }

  /// It has broken once more.
  ///
  /// @return how long to pause
  synchronized Duration nextPause() {
    inARow++;
    int doublings = inARow - WITHOUT_PAUSE - 1;
    return doublings < 0 ? Duration.ZERO : shortest.multipliedBy(1L << doublings);
  }

  /// Whether it is to be called no more.
  synchronized boolean isExhausted() {
    return inARow >= MOST;
  }

  /// What to tell when it is.
  static String describe(String last) {
    return "broken: it failed " + MOST + " times in a row and is called no more; the last: " + last;
  }
}
