package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.distribution.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// A fleet under load for a while, with faults injected all the time. In the end nothing was lost
/// and nothing was done twice.
class SoakIT {

  private static final int NODES = Integer.getInteger("steward.soak.nodes", 20);
  private static final int COMMANDS = Integer.getInteger("steward.soak.commands", 50_000);
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("steward.soak.seconds", 600));
  private static final Path REPORT = Installation.ROOT.resolve("config/target/soak.txt");

  @TempDir private Path folder = Path.of("");

  @Seeded(most = 1)
  void nothingIsLostAndNothingIsDoneTwice(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder);
        Proxy one = Proxy.to(faultScenario.broker().address());
        Proxy other = Proxy.to(faultScenario.broker().address())) {
      List<String> ways = List.of(faultScenario.broker().url(), one.url(), other.url());
      List<RealNode> nodes = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        String name = "ship%02d".formatted(i);
        Path data = folder.resolve("data").resolve(name);
        nodes.add(faultScenario.node(name, ways.get(i % ways.size()), data).start().awaitUp());
      }
      FaultInjector faultInjector =
          new FaultInjector(faultScenario.broker(), List.of(one, other), nodes, random);
      Instant end = Instant.now().plus(LENGTH);
      try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
          Sender sender =
              new Sender(faultScenario.station(), nodes.get(i), nodes.get((i + 1) % NODES));
          work.add(senders.submit(sender::work));
        }
        while (Instant.now().isBefore(end)) {
          faultInjector.happen();
        }
        for (Future<?> each : work) {
          each.get();
        }
      }
      Report report = faultScenario.settle();
      String summary =
          "seed %d, %d nodes, %d s: %s\n%s\n"
              .formatted(seed, NODES, LENGTH.toSeconds(), faultInjector.done(), report);
      System.out.print(summary);
      Files.writeString(REPORT, summary);
      assertThat(report.stored()).isGreaterThanOrEqualTo(COMMANDS);
    }
  }

  /// Sends to the processes of one node at a constant rate, and at times makes it send to another
  /// node.
  ///
  /// @param station which sends
  /// @param node which receives
  /// @param next the node to which that node sends
  private record Sender(Station station, RealNode node, RealNode next) {

    private static final int MANY = COMMANDS / NODES;

    @Nullable Void work() throws InterruptedException {
      long start = System.nanoTime();
      for (int i = 0; i < MANY; i++) {
        long due = start + LENGTH.toNanos() / MANY * i;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime()); // a fixed rate
        station.send(i % 2 == 0 ? node.once() : node.again(), "{\"text\":\"c%d\"}".formatted(i));
        if (i % 10 == 0) {
          station.send(node.sink(), "{\"text\":\"e%d\"}".formatted(i));
        }
        if (i % 50 == 0) {
          station.send(
              node.forward(),
              "{\"text\":\"f%d\",\"on\":[\"%s\",\"%s\"],\"times\":3}"
                  .formatted(i, next.once(), next.sink()));
        }
      }
      return null;
    }
  }
}
