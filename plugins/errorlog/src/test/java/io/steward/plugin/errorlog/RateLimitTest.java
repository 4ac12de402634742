package io.steward.plugin.errorlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static int taken(RateLimit rateLimit, Duration at) {
    int taken = 0;
    while (taken < 1000 && rateLimit.take(at.toNanos())) {
      taken++;
    }
    return taken;
  }

  @Test
  void allowsABurstAndTheSameNumberPerMinute() {
    RateLimit rateLimit = new RateLimit(60, 0);
    assertThat(taken(rateLimit, Duration.ZERO)).isEqualTo(60);
    assertThat(taken(rateLimit, Duration.ofMillis(900))).isZero();
    assertThat(taken(rateLimit, Duration.ofMillis(10_100))).isEqualTo(10);
    assertThat(taken(rateLimit, Duration.ofHours(9))).isEqualTo(60);
  }
}
