package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.fleet.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderLeaseTest {

  private static final Duration DURATION = Duration.ofSeconds(10);

  private final TestClock clock = new TestClock();
  private final LoopbackBus bus = new LoopbackBus(clock);
  private final LeaderLease first = lease("central");
  private final LeaderLease second = lease("harbour");

  private LeaderLease lease(String station) {
    return new LeaderLease(bus, new NodeName(station), DURATION, clock::nanos);
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void isHeldAsLongAsItIsRenewed() throws Exception {
    assertThat(first.acquireOrRenew()).isTrue();
    for (int i = 0; i < 5; i++) {
      clock.advance(DURATION.minusSeconds(1));
      assertThat(first.acquireOrRenew()).isTrue();
      assertThat(second.acquireOrRenew()).isFalse();
    }
  }

  @Test
  void isTakenOverOnceItExpires() throws Exception {
    assertThat(first.acquireOrRenew()).isTrue();
    assertThat(second.acquireOrRenew()).isFalse();
    clock.advance(DURATION.plusMillis(1));
    assertThat(second.acquireOrRenew()).isTrue();
    assertThat(first.acquireOrRenew()).isFalse();
  }

  @Test
  void isNotTakenOverWhenTheWallClockJumps() throws Exception {
    assertThat(first.acquireOrRenew()).isTrue();
    assertThat(second.acquireOrRenew()).isFalse();
    clock.jump(Duration.ofDays(365));
    assertThat(second.acquireOrRenew()).isFalse();
  }

  @Test
  void isFreeAtOnceWhenReleased() throws Exception {
    assertThat(first.acquireOrRenew()).isTrue();
    first.release();
    assertThat(second.acquireOrRenew()).isTrue();
    assertThat(first.acquireOrRenew()).isFalse();
  }

  @Test
  void isReacquiredAtOnceByARestartedStation() throws Exception {
    assertThat(first.acquireOrRenew()).isTrue();
    LeaderLease again = lease("central");
    assertThat(again.acquireOrRenew()).isTrue();
    assertThat(first.acquireOrRenew()).isFalse();
  }
}
