package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.fleet.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTest {

  private static final Duration SPAN = Duration.ofSeconds(10);

  private final TestClock clock = new TestClock();
  private final LoopbackBus bus = new LoopbackBus(clock);
  private final Lease first = lease("central");
  private final Lease second = lease("harbour");

  private Lease lease(String station) {
    return new Lease(bus, new NodeName(station), SPAN, clock::nanos);
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void isOneStationsAsLongAsItRenewsIt() throws Exception {
    assertThat(first.hold()).isTrue();
    for (int i = 0; i < 5; i++) {
      clock.advance(SPAN.minusSeconds(1));
      assertThat(first.hold()).isTrue();
      assertThat(second.hold()).isFalse();
    }
  }

  @Test
  void isTakenOverWhenItWasNotRenewedForItsSpan() throws Exception {
    assertThat(first.hold()).isTrue();
    assertThat(second.hold()).isFalse();
    clock.advance(SPAN.plusMillis(1));
    assertThat(second.hold()).isTrue();
    assertThat(first.hold()).isFalse();
  }

  @Test
  void isNotTakenOverSinceSomebodysClockWasSet() throws Exception {
    assertThat(first.hold()).isTrue();
    assertThat(second.hold()).isFalse();
    clock.jump(Duration.ofDays(365));
    assertThat(second.hold()).isFalse();
  }

  @Test
  void isFreeAtOnceWhenItIsLetGoOf() throws Exception {
    assertThat(first.hold()).isTrue();
    first.release();
    assertThat(second.hold()).isTrue();
    assertThat(first.hold()).isFalse();
  }

  @Test
  void isTakenUpAtOnceByAStationThatIsStartedAgain() throws Exception {
    assertThat(first.hold()).isTrue();
    Lease again = lease("central");
    assertThat(again.hold()).isTrue();
    assertThat(first.hold()).isFalse();
  }
}
