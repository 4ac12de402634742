package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Answer;
import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.emulation.Emulation;
import io.steward.runtime.emulation.EmulationCommands;
import io.steward.runtime.emulation.EmulationSpec;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.FanOut;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.Retry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who sends to many units while the broker cannot store anything for some seconds.
class SenderIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int UNITS = 60;

  @TempDir private Path folder = Path.of("");

  private static StreamLayout layout(int replicas) {
    return new StreamLayout(
        "steward",
        1,
        replicas,
        Duration.ofHours(1),
        new StreamLayout.Objects(64L << 20, Duration.ofHours(1)));
  }

  private static Emulation emulate(NatsBus bus, int units)
      throws IOException, InterruptedException {
    EmulationSpec spec =
        new EmulationSpec(units, "unit-%05d", Map.of(), Duration.ofSeconds(15), "test");
    Emulation emulation = Emulation.of(spec, List.of(bus));
    emulation.start().join();
    return emulation;
  }

  private static List<Message> commands(int units) {
    return IntStream.rangeClosed(1, units)
        .mapToObj(number -> new NodeName(String.format(Locale.ROOT, "unit-%05d", number)))
        .map(name ->
            Subject.command(name, new MethodName("shellcommand"), new Domain("operatingsystem")))
        .map(subject -> Message.to(subject, Map.of("command", List.of("true"))))
        .toList();
  }

  /// Follows each command to its end, and tells when the first have been stored.
  private record UntilEnd(CountDownLatch stored) implements FanOut.ResultHandler<State> {

    @Override
    public State onStored(ExchangeFollower follower) throws InterruptedException {
      stored.countDown();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        if (follower.next(PATIENCE).filter(Answer.Outcome.class::isInstance).isPresent()) {
          break;
        }
      }
      return follower.state();
    }

    @Override
    public void onNotStored(Message message, IOException why) {
      stored.countDown();
    }
  }

  private static List<State> send(NatsBus operator, int units, CountDownLatch stored)
      throws IOException, InterruptedException {
    return new FanOut(
            operator, new MessageEncoder(new NodeName("operator"), InstantSource.system()))
        .send(commands(units), Retry.within(PATIENCE), new UntilEnd(stored));
  }

  private static void assertEachRanOnce(Emulation emulation, List<State> ended, int units) {
    assertThat(ended).hasSize(units).containsOnly(State.Terminal.SUCCEEDED);
    assertThat(new EmulationCommands(emulation).execute("runs *"))
        .isEqualTo("ran " + units + " commands, 0 of them more than once");
  }

  private void storesAllAlthoughTheLeaderDies(int units) throws Exception {
    try (Cluster cluster = Cluster.start(folder);
        NatsBus nodes = NatsBus.open(cluster.servers(), "emulator", layout(3))) {
      String stream = nodes.addresses().commandsStream("00"); // waits until there are streams
      try (NatsBus operator = NatsBus.connect(cluster.servers(), "operator", "steward");
          Emulation emulation = emulate(nodes, units);
          ExecutorService background = Executors.newSingleThreadExecutor()) {
        CountDownLatch first = new CountDownLatch(1);
        String leader = cluster.leader(stream);
        Future<List<State>> sent = background.submit(() -> send(operator, units, first));
        assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        cluster.kill(leader);
        List<State> ended = new ArrayList<>(send(operator, units, first)); // without a leader
        ended.addAll(sent.get());
        cluster.restart(leader);
        assertEachRanOnce(emulation, ended, 2 * units);
      }
    }
  }

  @Test
  void allCommandsAreStoredAndEndOnceAlthoughTheLeaderOfTheirStreamIsKilled() throws Exception {
    storesAllAlthoughTheLeaderDies(UNITS);
  }

  @Test
  @Tag("long")
  void thousandsOfCommandsAreStoredAndEndOnceAlthoughTheLeaderIsKilled() throws Exception {
    storesAllAlthoughTheLeaderDies(3000);
  }

  @Test
  void commandsWaitForABrokerThatIsDown() throws Exception {
    try (Broker broker = Broker.start(folder)) {
      List<URI> servers = List.of(URI.create(broker.url()));
      try (NatsBus nodes = NatsBus.open(servers, "emulator", layout(1));
          Emulation emulation = emulate(nodes, UNITS);
          NatsBus operator = NatsBus.connect(servers, "operator", "steward");
          ExecutorService background = Executors.newSingleThreadExecutor()) {
        broker.kill();
        Future<List<State>> sent =
            background.submit(() -> send(operator, UNITS, new CountDownLatch(0)));
        broker.start();
        assertEachRanOnce(emulation, sent.get(), UNITS);
      }
    }
  }

  @Test
  void commandsWaitForABrokerThatComesBackWithoutStreamsUntilANodeHasMadeThem() throws Exception {
    try (Broker broker = Broker.start(folder)) {
      List<URI> servers = List.of(URI.create(broker.url()));
      try (NatsBus nodes = NatsBus.open(servers, "emulator", layout(1));
          Emulation emulation = emulate(nodes, UNITS);
          NatsBus operator = NatsBus.connect(servers, "operator", "steward");
          ExecutorService background = Executors.newSingleThreadExecutor()) {
        broker.kill();
        broker.loseDisk();
        Future<List<State>> sent =
            background.submit(() -> send(operator, UNITS, new CountDownLatch(0)));
        broker.start();
        assertEachRanOnce(emulation, sent.get(), UNITS);
      }
    }
  }
}
