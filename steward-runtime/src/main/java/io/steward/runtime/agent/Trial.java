package io.steward.runtime.agent;

import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Source;
import io.steward.api.Subject;
import io.steward.runtime.bus.Layout;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.fleet.Sender;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.objects.ObjectBucket;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.Deadlines;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.Node;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One method on a real node without a broker: the same processes, the same ledger, a loopback bus.
public final class Trial implements AutoCloseable {

  private static final NodeName TRIER = new NodeName("trier");
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final int MAILBOX = 1000;
  private static final long HEAD = 1 << 20;
  private static final int TAIL = 64 << 10;

  private final Path folder;
  private final LoopbackBus bus;
  private final Ledger ledger;
  private final Deadlines deadlines = new Deadlines();
  private final Node node;
  private final Sender sender;

  private Trial(NodeName name, Work work) throws IOException {
    this.folder = Files.createTempDirectory("steward-trial-");
    this.bus = new LoopbackBus(InstantSource.system());
    this.ledger = Ledger.open(folder, InstantSource.system());
    this.sender = new Sender(bus, new Letters(TRIER, InstantSource.system()));
    this.node =
        Node.start(name, Layout.SMALL, folder, bus, ledger, deadlines, FleetClock.system(), work);
  }

  /// A command's handler.
  ///
  /// @throws IOException when there is no room for a temporary folder
  public static <A> Trial of(
      Subject subject, Supplier<CommandHandler<A>> handler, Class<A> arguments, ClassLoader loader)
      throws IOException {
    return new Trial(
        subject.node(),
        new Work(
            List.of(
                new CommandSpec<>(
                    subject,
                    from -> true,
                    TIMEOUT,
                    1,
                    MAILBOX,
                    false,
                    HEAD,
                    TAIL,
                    handler,
                    arguments,
                    loader)),
            List.of(),
            List.of()));
  }

  /// An event's handler.
  ///
  /// @throws IOException when there is no room for a temporary folder
  public static <A> Trial ofEvents(
      Subject subject, Supplier<EventHandler<A>> handler, Class<A> arguments, ClassLoader loader)
      throws IOException {
    return new Trial(
        subject.node(),
        new Work(
            List.of(),
            List.of(new EventSpec<>(subject, from -> true, handler, arguments, loader)),
            List.of()));
  }

  /// A source.
  ///
  /// @param name of the node it runs on
  /// @param target where its events go, if it sends any
  /// @throws IOException when there is no room for a temporary folder
  public static Trial ofSource(
      NodeName name, Subject target, Supplier<Source> source, ClassLoader loader)
      throws IOException {
    Optional<NodeName> to = source.get().sends() ? Optional.of(target.node()) : Optional.empty();
    SourceSpec spec =
        new SourceSpec(target.method(), target.domain(), to, source, loader, target.method());
    return new Trial(name, new Work(List.of(), List.of(), List.of(spec)));
  }

  /// Sends a message to it, and follows it.
  public Conversation send(Message message) throws IOException, InterruptedException {
    return sender.send(message);
  }

  /// The bus, to see what it sends.
  public LoopbackBus bus() {
    return bus;
  }

  /// The objects of its fleet.
  public ObjectStore objects() {
    return new ObjectBucket(bus);
  }

  /// Where it keeps its data.
  public Path data() {
    return folder;
  }

  /// How its processes are.
  public List<ProcessReport> reports() {
    return node.reports();
  }

  /// What its sources have told about it.
  public Map<String, Object> facts() {
    return node.facts().state().facts();
  }

  /// Stops its processes. What they sent can still be looked at.
  public void stop() {
    node.close();
  }

  @Override
  public void close() {
    node.close();
    deadlines.close();
    ledger.close();
    bus.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // a temporary folder, which the system clears
    }
  }
}
