package io.steward.runtime.cli.terminal;

import java.time.Duration;

/// Lets progress be drawn at most five times a second, however quickly it changes.
///
/// Not thread-safe.
public final class RedrawLimit {

  private static final long INTERVAL = Duration.ofMillis(200).toNanos();

  private long lastDrawn;

  private RedrawLimit(long lastDrawn) {
    this.lastDrawn = lastDrawn;
  }

  /// A limit that allows the first drawing at once.
  public static RedrawLimit fromNow() {
    return new RedrawLimit(System.nanoTime() - INTERVAL);
  }

  /// A limit that allows nothing at first, so that a short action shows no progress.
  public static RedrawLimit afterAMoment() {
    return new RedrawLimit(System.nanoTime());
  }

  /// Whether to draw now. If so, the next drawing has to wait.
  public boolean allows() {
    long now = System.nanoTime();
    if (now - lastDrawn < INTERVAL) {
      return false;
    }
    lastDrawn = now;
    return true;
  }
}
