package io.steward.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));

  private void assertPauseOf(int millis) {
    assertThat(backoff.next())
        .isBetween(Duration.ofMillis(millis).dividedBy(2), Duration.ofMillis(millis));
  }

  @Test
  void doublesEachPauseUpToTheMaximum() {
    assertPauseOf(100);
    assertPauseOf(200);
    assertPauseOf(350);
    assertPauseOf(350);
  }

  @Test
  void startsOverAfterASuccess() {
    assertPauseOf(100);
    assertPauseOf(200);
    assertPauseOf(350);
    backoff.reset();
    assertPauseOf(100);
  }
}
