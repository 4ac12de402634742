package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.databind.Json;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.Retry;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.node.NodeEngine;
import io.steward.runtime.process.CommandLimits;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.HandlerFactory;
import io.steward.runtime.process.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two stations that both believe they are to run the same job, and real units.
class TwoStationsTest {

  private static final int UNITS = 5;

  private final FleetClock clock = FleetClock.system();
  private final LoopbackBus bus = new LoopbackBus(clock);
  private final List<AtomicInteger> runs = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    bus.close();
  }

  private void startUnit(String name) throws Exception {
    NodeName node = new NodeName(name);
    AtomicInteger count = new AtomicInteger();
    runs.add(count);
    Path data = folder.resolve(name);
    Ledger ledger = Ledger.open(data, clock);
    Timers timers = Timers.system();
    CommandSpec<CountingHandler.Arguments> spec =
        new CommandSpec<>(
            new Subject(node, MessageType.COMMAND, new MethodName("ask"), new Domain("test")),
            _ -> true,
            new CommandLimits(Duration.ofMinutes(1), 1, 100, 0, 0),
            false,
            new HandlerFactory<>(
                () -> new CountingHandler(count),
                CountingHandler.Arguments.class,
                getClass().getClassLoader()));
    open.add(ledger);
    open.add(timers);
    open.add(
        NodeEngine.start(
            EngineContext.of(node, new EngineTime(clock, timers)),
            StreamLayout.SMALL,
            data,
            bus,
            ledger,
            new Workload(List.of(spec), List.of(), List.of(), List.of())));
    byte[] state = Json.write(Map.of("node", name, "heartbeat", "1h"));
    bus.store(new OutboundMessage(bus.addresses().unitSubject(node), Headers.NONE, state)).get();
  }

  private Thread run(JobSpec spec, String station, LiveUnits units) throws Exception {
    NodeName name = new NodeName(station);
    StationContext context = new StationContext(name, bus, clock, units, _ -> true);
    JobRunner runner = JobRunner.of(context, spec, context.store().status(spec.id()));
    return Thread.ofVirtual()
        .name(station)
        .start(() -> {
          try {
            runner.run();
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void startEachUnitExactlyOnce() throws Exception {
    for (String name : IntStream.range(0, UNITS).mapToObj(i -> "ship" + i).toList()) {
      startUnit(name);
    }
    Instant now = Instant.now();
    JobSpec template = TestJobs.of(UNITS, "{canary: 1, concurrency: 2}");
    JobSpec spec =
        new JobSpec(
            template.id(),
            template.by(),
            now,
            template.method(),
            template.domain(),
            template.arguments(),
            Optional.empty(),
            now.plusSeconds(3600),
            template.targets(),
            template.units(),
            template.rollout(),
            template.salt());
    JobStore store = new JobStore(bus);
    store.create(spec, Retry.within(Duration.ZERO));
    try (LiveUnits units = LiveUnits.follow(bus, clock)) {
      // one gets a conflict with its first status and stops; the other continues
      List<Thread> stations = List.of(run(spec, "central", units), run(spec, "harbour", units));
      for (Thread station : stations) {
        station.join();
      }
      Thread last = run(spec, "central", units);
      last.join();
    }
    JobStatus status = store.find(spec.id()).flatMap(Job::status).orElseThrow();
    assertThat(status.phase()).isEqualTo(JobPhase.FINISHED);
    assertThat(status.progress()).isEqualTo("+".repeat(UNITS));
    assertThat(runs).extracting(AtomicInteger::get).containsOnly(1);
  }
}
