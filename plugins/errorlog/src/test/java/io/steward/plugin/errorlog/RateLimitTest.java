package io.steward.plugin.errorlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static int acquired(RateLimit rateLimit, Duration at) {
    int acquired = 0;
    while (acquired < 1000 && rateLimit.tryAcquire(at.toNanos())) {
      acquired++;
    }
    return acquired;
  }

  @Test
  void allowsABurstAndTheSameNumberPerMinute() {
    RateLimit rateLimit = new RateLimit(60, 0);
    assertThat(acquired(rateLimit, Duration.ZERO)).isEqualTo(60);
    assertThat(acquired(rateLimit, Duration.ofMillis(900))).isZero();
    assertThat(acquired(rateLimit, Duration.ofMillis(10_100))).isEqualTo(10);
    assertThat(acquired(rateLimit, Duration.ofHours(9))).isEqualTo(60);
  }
}
