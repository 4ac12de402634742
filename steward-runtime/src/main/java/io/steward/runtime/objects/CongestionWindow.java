package io.steward.runtime.objects;

import java.time.Duration;

/// How many pieces are on their way at a time: more as long as they arrive soon, fewer when they
/// take long, and half as many when one is lost. So a long link is kept full, and on a thin one no
/// piece waits so long behind others that it is given up and sent again.
///
/// Safe for use by any thread.
final class CongestionWindow {

  private static final Duration FAST = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofMillis(2500);
  private static final int MAX_SIZE = 64;

  private int size = 2;

  /// How many there may be.
  synchronized int size() {
    return size;
  }

  /// One has arrived.
  synchronized void onArrival(Duration after) {
    if (after.compareTo(FAST) < 0) {
      size = Math.min(size + 1, MAX_SIZE);
    } else if (after.compareTo(SLOW) > 0) {
      size = Math.max(size - 1, 1);
    }
  }

  /// One was lost.
  synchronized void onLoss() {
    size = Math.max(size / 2, 1);
  }
}
