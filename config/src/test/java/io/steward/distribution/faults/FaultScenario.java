package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.distribution.faults.History.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/// A broker, a station and some nodes in their own folder; the test decides what happens to them.
/// In the end everything settles, and the checker verifies the history.
final class FaultScenario implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Path plugins;
  private final Path agent;
  private final Broker broker;
  private final Station station;
  private final List<RealNode> nodes = new ArrayList<>();
  private Checker.Broker memory = Checker.Broker.KEPT_ALL;

  private FaultScenario(Path folder, Path plugins, Path agent, Broker broker, Station station) {
    this.folder = folder;
    this.plugins = plugins;
    this.agent = agent;
    this.broker = broker;
    this.station = station;
  }

  /// Creates a scenario with a running broker.
  static FaultScenario in(Path folder) throws IOException, InterruptedException {
    Path plugins = folder.resolve("plugins");
    NotePlugin.pack(folder, plugins);
    Path agent = Jars.agent(folder);
    Broker broker = Broker.start(folder.resolve("broker"));
    return new FaultScenario(
        folder, plugins, agent, broker, Station.connect("shore", broker.url()));
  }

  Broker broker() {
    return broker;
  }

  Station station() {
    return station;
  }

  /// The data of the broker.
  Archive archive() {
    return new Archive(broker.url());
  }

  /// Adds a node without starting it.
  RealNode node(String name) throws IOException {
    return node(name, broker.url(), folder.resolve("data").resolve(name));
  }

  /// Adds a node with another URL of the broker, or another data folder.
  RealNode node(String name, String url, Path data) throws IOException {
    RealNode node = new RealNode(name, folder, url, plugins, agent, data);
    nodes.add(node);
    return node;
  }

  /// Notes that the broker is about to lose confirmed messages.
  void brokerWillLoseData() {
    memory = Checker.Broker.LOST_SOME;
  }

  /// The history recorded so far.
  History history() throws IOException, InterruptedException {
    List<Sent> sent = new ArrayList<>(station.sent());
    List<Effect> effects = new ArrayList<>();
    for (RealNode node : nodes) {
      sent.addAll(node.promised());
      effects.addAll(node.effects());
    }
    Set<String> known = new HashSet<>(sent.stream().map(Sent::id).toList());
    for (Archive.Stored each : archive().messages()) {
      if (known.add(each.id())) { // its sender died before it recorded the message
        sent.add(
            new Sent(
                each.id(),
                each.sender() + " in the stream",
                each.subject(),
                RealNode.kind(each.subject()),
                true,
                Optional.empty()));
      }
    }
    return new History(sent, effects, archive().reported());
  }

  Report report() throws IOException, InterruptedException {
    return Checker.check(history(), memory, Instant.now());
  }

  /// Waits until every stored message has ended; then until one more message to each process has,
  /// so that any duplicate execution has happened; and returns the checker's report, which has no
  /// violations.
  Report settle() throws IOException, InterruptedException {
    awaitNothingOpen();
    for (RealNode node : nodes) {
      for (String subject : List.of(node.once(), node.again(), node.sink())) {
        station.send(subject, "{\"text\":\"last message\"}");
      }
    }
    awaitNothingOpen();
    Report report = report();
    assertThat(report.faults()).as(report + "\n" + printed()).isEmpty();
    return report;
  }

  /// Waits until a node has forwarded everything, and the broker has stored it.
  void awaitCarried(RealNode sender) {
    List<String> told =
        station.sent().stream()
            .filter(sent -> sent.subject().equals(sender.forward()))
            .map(Sent::id)
            .toList();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions()
        .until(() -> {
          List<String> stored = archive().messages().stream().map(Archive.Stored::id).toList();
          List<String> promised = sender.promised().stream().map(Sent::id).toList();
          return archive().succeeded().containsAll(told)
              && new HashSet<>(stored).containsAll(promised);
        });
  }

  /// Waits until every stored message has ended.
  void awaitNothingOpen() throws IOException, InterruptedException {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(250))
          .ignoreExceptions()
          .until(() -> report().count(Report.Kind.LOST) == 0);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("it does not settle: " + report() + "\n" + printed(), e);
    }
  }

  private String printed() {
    StringBuilder all = new StringBuilder();
    for (RealNode node : nodes) {
      all.append("--- ").append(node.name()).append('\n').append(node.printed());
    }
    return all.toString();
  }

  @Override
  public void close() {
    nodes.forEach(RealNode::close);
    station.close();
    broker.close();
  }
}
