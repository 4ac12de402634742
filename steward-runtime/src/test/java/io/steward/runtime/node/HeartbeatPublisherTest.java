package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a node with an hourly heartbeat publishes its state.
class HeartbeatPublisherTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final NodeName SHIP = new NodeName("ship");

  private final FleetClock clock = FleetClock.system();
  private final LoopbackBus bus = new LoopbackBus(clock);
  private final AtomicInteger knots = new AtomicInteger();
  private final HeartbeatPublisher heartbeat =
      new HeartbeatPublisher(
          bus, SHIP, Duration.ofHours(1), clock, this::document, new ThreadFailures());

  private UnitDocument document(boolean stopping) {
    return new UnitDocument(
        SHIP.value(),
        "1.0.0",
        Instant.EPOCH,
        Instant.EPOCH,
        Duration.ofHours(1),
        Optional.of(Instant.EPOCH).filter(stopped -> stopping),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Map.of("knots", knots.get()),
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        Optional.empty(),
        List.of(),
        new UnitDocument.ConfigReport("ship.yaml", ""));
  }

  /// The fact in each document published so far.
  private List<Object> published() {
    List<Object> facts = new ArrayList<>();
    try (Bus.StreamReader reader =
        bus.read(
            bus.addresses().unitsStream(),
            bus.addresses().unitsSubject(),
            new Bus.StartPosition.AtSequence(1))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        Map<String, Object> map =
            UntrustedDocuments.map(UntrustedDocuments.read(next.get().body()).get("facts"));
        facts.add(map.getOrDefault("knots", "none"));
      }
      return facts;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() {
    heartbeat.start();
    await().atMost(PATIENCE).until(() -> published().size() == 1); // when the link came up
  }

  @AfterEach
  void stop() {
    heartbeat.close();
    bus.close();
  }

  @Test
  void publishesAChangeAtOnce() {
    knots.set(12);
    heartbeat.publishSoon();
    await().atMost(PATIENCE).until(() -> published().size() == 2);
    assertThat(published()).containsExactly(0, 12);
  }

  @Test
  void publishesTheLastOfManyChanges() {
    long began = System.nanoTime();
    for (int i = 1; i <= 1000; i++) {
      knots.set(i);
      heartbeat.publishSoon();
    }
    await().atMost(PATIENCE).until(() -> published().getLast().equals(1000));
    int seconds = (int) Duration.ofNanos(System.nanoTime() - began).toSeconds();
    // when the link came up, at the first change, and every second after that
    assertThat(published()).hasSizeLessThanOrEqualTo(2 + seconds);
  }

  @Test
  void publishesAtMostOneDocumentASecondHoweverOftenSomethingChanges() {
    long began = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          knots.incrementAndGet();
          heartbeat.publishSoon();
          return published().size() >= 4;
        });
    assertThat(System.nanoTime() - began).isGreaterThan(Duration.ofSeconds(2).toNanos());
  }
}
