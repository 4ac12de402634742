package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The node's clock with its offset to the broker's clock.
class FleetClockTest {

  private static final NodeName SHIP = new NodeName("ship");
  private static final Duration YEAR = Duration.ofDays(365);

  private final TestClock local = new TestClock();
  private final TestClock brokerClock = new TestClock();
  private final LoopbackBus bus = new LoopbackBus(brokerClock);
  private final FleetClock clock = new FleetClock(local, local::nanos);

  @AfterEach
  void close() {
    bus.close();
  }

  private void measure(Duration took) throws IOException, InterruptedException {
    bus.store(new OutboundMessage(bus.addresses().unitSubject(SHIP), Headers.NONE, new byte[0]))
        .join();
    clock.measure(bus, SHIP, local.instant().minus(took.dividedBy(2)), took);
  }

  private void advance(Duration time) {
    local.advance(time);
    brokerClock.advance(time);
  }

  @Test
  void followsTheNodesClockUntilMeasured() {
    brokerClock.jump(YEAR);
    assertThat(clock.offset()).isEmpty();
    assertThat(clock.instant()).isEqualTo(local.instant());
  }

  @Test
  void followsTheBrokersClockOnceMeasured() throws Exception {
    brokerClock.jump(YEAR);
    measure(Duration.ofMillis(600));
    advance(Duration.ofHours(3));
    assertThat(clock.offset()).contains(YEAR);
    assertThat(clock.instant()).isEqualTo(brokerClock.instant());
  }

  @Test
  void trustsAClockThatWasSetUntilMeasuredAgain() throws Exception {
    local.jump(YEAR.negated());
    measure(Duration.ZERO);
    local.jump(YEAR);
    assertThat(clock.offset()).isEmpty();
    assertThat(clock.instant()).isEqualTo(brokerClock.instant());
    measure(Duration.ZERO);
    assertThat(clock.offset()).contains(Duration.ZERO);
  }

  @Test
  void ignoresMeasurementsThatTookTooLong() throws Exception {
    brokerClock.jump(YEAR);
    measure(Duration.ofSeconds(6));
    assertThat(clock.offset()).isEmpty();
  }
}
