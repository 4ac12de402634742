package io.steward.distribution.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/// Waits, where a fault consists of a delay.
final class Pass {

  private Pass() {}

  static void of(Duration some) {
    await()
        .pollDelay(some)
        .pollInterval(Duration.ofMillis(1))
        .atMost(some.plusSeconds(60))
        .until(() -> true);
  }
}
