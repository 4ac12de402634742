package io.steward.runtime.objects;

import java.time.Duration;

/// Limits how many pieces are in flight: more while they arrive soon, fewer while they take long,
/// and half as many after a loss. So a link with a high latency is kept busy, and on a slow one no
/// piece waits so long behind others that it times out and is sent again.
///
/// Safe for use by any thread.
final class CongestionWindow {

  private static final Duration FAST = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofMillis(2500);
  private static final int MAX_SIZE = 64;

  private int size = 2;

  /// The current limit.
  synchronized int size() {
    return size;
  }

  /// A piece has arrived.
  synchronized void onArrival(Duration after) {
    if (after.compareTo(FAST) < 0) {
      size = Math.min(size + 1, MAX_SIZE);
    } else if (after.compareTo(SLOW) > 0) {
      size = Math.max(size - 1, 1);
    }
  }

  /// A piece was lost.
  synchronized void onLoss() {
    size = Math.max(size / 2, 1);
  }
}
