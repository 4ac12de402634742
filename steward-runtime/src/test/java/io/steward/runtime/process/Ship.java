package io.steward.runtime.process;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Layout;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.TestClock;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A node called `ship` on a loopback bus, which can be stopped and started again on its data.
final class Ship implements AutoCloseable {

  static final NodeName NAME = new NodeName("ship");
  static final NodeName CENTRAL = new NodeName("central");
  static final Subject CANCEL =
      Subject.command(NAME, new MethodName("cancel"), new Domain("steward"));
  static final FleetClock CLOCK = FleetClock.system();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path data;
  private final LoopbackBus bus;
  private final FleetClock clock;
  private final MessageEncoder encoder;
  private final Supplier<Timers> deadlines;
  private @Nullable Running running;
  private long largestBody = 64 << 20;

  private record Running(Ledger ledger, Timers deadlines, Node node) {}

  /// A ship that has not been started.
  Ship(Path data) {
    this(data, new LoopbackBus(CLOCK), CLOCK, Timers::system);
  }

  /// A ship whose clock, and all others, are a test's.
  Ship(Path data, TestClock clock) {
    this(
        data,
        new LoopbackBus(clock),
        new FleetClock(clock, clock::nanos),
        () -> new EagerDeadlines(Timers.system()));
  }

  private Ship(Path data, LoopbackBus bus, FleetClock clock, Supplier<Timers> deadlines) {
    this.data = data;
    this.bus = bus;
    this.clock = clock;
    this.deadlines = deadlines;
    this.encoder = new MessageEncoder(CENTRAL, clock.local());
  }

  /// The same ship, which has lost all it knew.
  Ship onNewDisk(Path other) {
    return new Ship(other, bus, clock, deadlines);
  }

  /// The same ship, which takes and gives bodies of this size at most once it starts.
  Ship limitedTo(long bytes) {
    largestBody = bytes;
    return this;
  }

  /// A ship that executes commands.
  static Ship with(Path data, CommandSpec<?>... commands) throws IOException {
    return new Ship(data).start(commands);
  }

  Ship start(CommandSpec<?>... commands) throws IOException {
    return start(new Workload(List.of(commands), List.of(), List.of()));
  }

  Ship start(Workload workload) throws IOException {
    Ledger ledger = Ledger.open(data, clock, largestBody);
    Timers its = deadlines.get();
    Node node = Node.start(NAME, Layout.SMALL, data, bus, ledger, its, clock, workload);
    running = new Running(ledger, its, node);
    return this;
  }

  void stop() {
    Running now = running;
    if (now != null) {
      now.node().close();
      now.deadlines().close();
      now.ledger().close();
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

  /// What its node is made of, while it is started.
  Node node() {
    return running().node();
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  /// How a process is.
  ProcessReport report(Subject subject) {
    return node().reports().stream()
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

  /// Sends a message with an id of its own and headers besides the usual.
  String send(Message message, String id, Headers more) {
    Headers headers = new Headers(encoder.headers(message, id));
    for (var header : more.values().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    store(message.to(), headers, encoder.body(message));
    return id;
  }

  /// Sends a message whose body nobody has looked at.
  String sendRaw(Subject subject, String body) {
    String id = MessageIdGenerator.next(clock);
    Map<String, String> headers = encoder.headers(Message.to(subject, Map.of()), id);
    store(subject, new Headers(headers), body.getBytes(StandardCharsets.UTF_8));
    return id;
  }

  private void store(Subject subject, Headers headers, byte[] body) {
    try {
      OutboundMessage outbound =
          new OutboundMessage(bus.addresses().stored(subject), headers, body);
      bus.store(outbound.detachLargeBody(bus)).join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Publishes what nobody stores, as a person with a NATS client does.
  void publish(Subject subject, String id, String body) {
    bus.publish(
        new OutboundMessage(
            subject.toString(),
            Headers.NONE.with(Header.ID, Optional.of(id)),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  String cancel(String id) {
    return send(Message.to(CANCEL, Map.of("id", id)));
  }

  /// What was answered so far.
  Story story(Subject subject, String id) {
    return Story.of(bus, subject, id);
  }

  /// All that is answered, when it has ended.
  Story await(Subject subject, String id) {
    await(id + " has ended", () -> story(subject, id).isEnded());
    return story(subject, id);
  }

  /// Waits until an answer is there.
  void await(Subject subject, String id, String word) {
    await(id + " is " + word, () -> story(subject, id).has(word));
  }

  static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  @Override
  public void close() {
    stop();
    bus.close();
  }
}
