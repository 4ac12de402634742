package io.steward.plugin.errorlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private static int taken(Allowance allowance, Duration at) {
    int taken = 0;
    while (taken < 1000 && allowance.take(at.toNanos())) {
      taken++;
    }
    return taken;
  }

  @Test
  void isSoManyAtOnceAndAsManyAgainInEachMinute() {
    Allowance allowance = new Allowance(60, 0);
    assertThat(taken(allowance, Duration.ZERO)).isEqualTo(60);
    assertThat(taken(allowance, Duration.ofMillis(900))).isZero();
    assertThat(taken(allowance, Duration.ofMillis(10_100))).isEqualTo(10);
    assertThat(taken(allowance, Duration.ofHours(9))).isEqualTo(60);
  }
}
