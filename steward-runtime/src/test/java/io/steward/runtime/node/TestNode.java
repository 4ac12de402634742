package io.steward.runtime.node;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.MetricsListener;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.fleet.EncodedMessage;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.TestClock;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.objects.BodyBucket;
import io.steward.runtime.objects.BodyReference;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A node named `ship` on a loopback bus, which can be stopped and started again on its data.
final class TestNode implements AutoCloseable {

  static final NodeName NAME = new NodeName("ship");
  static final NodeName CENTRAL = new NodeName("central");
  static final Subject CANCEL =
      Subject.command(NAME, new MethodName("cancel"), new Domain("steward"));
  static final FleetClock CLOCK = FleetClock.system();

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path data;
  private final LoopbackBus bus;
  private final FleetClock clock;
  private final MessageEncoder encoder;
  private final Supplier<Timers> newTimers;
  private @Nullable Running running;
  private long largestBody = 64 << 20;
  private UnaryOperator<Bus> link = direct -> direct;
  private MetricsListener metrics = MetricsListener.NONE;

  private record Running(Ledger ledger, Timers timers, NodeEngine node) {}

  /// A node that has not been started.
  TestNode(Path data) {
    this(data, new LoopbackBus(CLOCK), CLOCK, Timers::system);
  }

  /// A node whose clock, and that of its bus, a test controls.
  TestNode(Path data, TestClock clock) {
    this(
        data,
        new LoopbackBus(clock),
        new FleetClock(clock, clock::nanos),
        () -> new ShortenedTimers(Timers.system()));
  }

  /// A node whose clock may fail.
  TestNode(Path data, InstantSource clock) {
    this(data, new LoopbackBus(CLOCK), new FleetClock(clock, System::nanoTime), Timers::system);
  }

  private TestNode(Path data, LoopbackBus bus, FleetClock clock, Supplier<Timers> newTimers) {
    this.data = data;
    this.bus = bus;
    this.clock = clock;
    this.newTimers = newTimers;
    this.encoder = new MessageEncoder(CENTRAL, clock.local());
  }

  /// The same node with an empty disk.
  TestNode onNewDisk(Path other) {
    return new TestNode(other, bus, clock, newTimers);
  }

  /// The same node with a limit for bodies, from its next start on.
  TestNode withMaxBody(long bytes) {
    largestBody = bytes;
    return this;
  }

  /// The same node with something between itself and its bus, from its next start on.
  TestNode withLink(UnaryOperator<Bus> between) {
    link = between;
    return this;
  }

  /// The same node with metrics, from its next start on.
  TestNode withMetrics(MetricsListener listener) {
    metrics = listener;
    return this;
  }

  /// A started node that executes commands.
  static TestNode with(Path data, CommandSpec<?>... commands) throws IOException {
    return new TestNode(data).start(commands);
  }

  TestNode start(CommandSpec<?>... commands) throws IOException {
    return start(new Workload(List.of(commands), List.of(), List.of()));
  }

  TestNode start(Workload workload) throws IOException {
    Ledger ledger = Ledger.open(data, clock, largestBody);
    Timers timers = newTimers.get();
    NodeEngine engine =
        NodeEngine.start(
            EngineContext.of(NAME, new EngineTime(clock, timers), metrics),
            StreamLayout.SMALL,
            data,
            link.apply(bus),
            ledger,
            workload);
    running = new Running(ledger, timers, engine);
    return this;
  }

  void stop() {
    Running current = running;
    if (current != null) {
      current.node().close();
      current.timers().close();
      current.ledger().close();
    }
    running = null;
  }

  LoopbackBus bus() {
    return bus;
  }

  /// Its clock.
  FleetClock clock() {
    return clock;
  }

  /// Its engine, while it is started.
  NodeEngine engine() {
    return running().node();
  }

  /// The problems of its ledger, while it is started.
  List<String> ledgerProblems() {
    return running().ledger().problems();
  }

  private Running running() {
    Running current = running;
    if (current == null) {
      throw new IllegalStateException("not started");
    }
    return current;
  }

  /// The report of a process.
  ProcessReport report(Subject subject) {
    return engine().reports().stream()
        .filter(report -> report.subject().equals(subject.toString()))
        .findFirst()
        .orElseThrow();
  }

  String send(Subject subject, String text) {
    return send(Message.to(subject, Map.of("text", text)));
  }

  String send(Message message) {
    String id = MessageIdGenerator.next(clock);
    return send(message, id, Headers.NONE);
  }

  /// Sends a message with the given id and additional headers.
  String send(Message message, String id, Headers more) {
    EncodedMessage encoded = encoder.encode(message, id);
    for (var header : more.values().entrySet()) {
      encoded = encoded.with(header.getKey(), header.getValue());
    }
    store(encoded::outbound);
    return id;
  }

  /// Sends a message with a body that is not checked.
  String sendRaw(Subject subject, String body) {
    String id = MessageIdGenerator.next(clock);
    Headers headers = encoder.encode(Message.to(subject, Map.of()), id).headers();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    store(to ->
        BodyBucket.of(to)
            .detachLarge(
                new OutboundMessage(to.addresses().storedSubject(subject), headers, bytes),
                BodyReference.argumentsName(CENTRAL, subject, id)));
    return id;
  }

  /// Prepares a message for the broker.
  @FunctionalInterface
  private interface Preparation {
    OutboundMessage outbound(Bus bus) throws IOException, InterruptedException;
  }

  private void store(Preparation message) {
    try {
      bus.store(message.outbound(bus)).join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Publishes a message that is not stored, as a person with a NATS client does.
  void publish(Subject subject, String id, String body) {
    bus.publish(
        new OutboundMessage(
            subject.toString(),
            Headers.NONE.with(Header.ID, Optional.of(id)),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  /// The sequence of the last message stored for a subject.
  long lastSequence(Subject subject) throws IOException, InterruptedException {
    return bus.lastMessage(bus.addresses().stream(subject), bus.addresses().storedSubject(subject))
        .orElseThrow()
        .sequence();
  }

  String cancel(Subject subject, String id) {
    return send(CancelRequest.of(subject, id, Optional.of(CENTRAL)));
  }

  /// The answers so far.
  ReceivedAnswers answers(Subject subject, String id) {
    return ReceivedAnswers.of(bus, subject, id);
  }

  /// Waits for the outcome, and returns all answers.
  ReceivedAnswers await(Subject subject, String id) {
    await(id + " has ended", () -> answers(subject, id).isEnded());
    return answers(subject, id);
  }

  /// Waits for an answer with a state.
  void await(Subject subject, String id, String word) {
    await(id + " is " + word, () -> answers(subject, id).has(word));
  }

  static void await(String description, java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await(description)
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  @Override
  public void close() {
    stop();
    bus.close();
  }
}
