package io.steward.distribution.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/// Lets time pass, where a fault is that something takes time.
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
