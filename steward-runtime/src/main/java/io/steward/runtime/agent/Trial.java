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
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.fleet.Sender;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.objects.ObjectBucket;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.Node;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.Timing;
import io.steward.runtime.process.Work;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One method on a real node without a broker: the same processes, the same ledger, a loopback bus.
public final class Trial implements AutoCloseable {

  private static final NodeName TRIER = new NodeName("trier");
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final int MAILBOX = 1000;
  private static final long HEAD = 1 << 20;
  private static final int TAIL = 64 << 10;

  private final NodeName name;
  private final Work work;
  private final Timing timing;
  private final Path folder;
  private final LoopbackBus bus;
  private final Ledger ledger;
  private final Sender sender;
  private volatile Node node;

  private Trial(NodeName name, Work work, Timing timing) throws IOException {
    InstantSource local = timing.clock().local();
    this.name = name;
    this.work = work;
    this.timing = timing;
    this.folder = TemporaryFiles.folder("steward-trial-");
    this.bus = new LoopbackBus(local);
    this.ledger = Ledger.open(folder, local);
    this.sender = new Sender(bus, new Letters(TRIER, local));
    this.node = node(); // last, for from here on it is at work
  }

  private Node node() throws IOException {
    return Node.start(
        name, Layout.SMALL, folder, bus, ledger, timing.deadlines(), timing.clock(), work);
  }

  /// A command's handler, by the machine's own time.
  ///
  /// @throws IOException when there is no room for a temporary folder
  public static <A> Trial of(
      Subject subject, Supplier<CommandHandler<A>> handler, Class<A> arguments, ClassLoader loader)
      throws IOException {
    return of(subject, handler, arguments, loader, Timing.system());
  }

  /// A command's handler.
  ///
  /// @param timing which it goes by, and lets go of when it is closed
  /// @throws IOException when there is no room for a temporary folder
  public static <A> Trial of(
      Subject subject,
      Supplier<CommandHandler<A>> handler,
      Class<A> arguments,
      ClassLoader loader,
      Timing timing)
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
            List.of()),
        timing);
  }

  /// An event's handler.
  ///
  /// @param timing which it goes by, and lets go of when it is closed
  /// @throws IOException when there is no room for a temporary folder
  public static <A> Trial ofEvents(
      Subject subject,
      Supplier<EventHandler<A>> handler,
      Class<A> arguments,
      ClassLoader loader,
      Timing timing)
      throws IOException {
    return new Trial(
        subject.node(),
        new Work(
            List.of(),
            List.of(new EventSpec<>(subject, from -> true, handler, arguments, loader)),
            List.of()),
        timing);
  }

  /// A source.
  ///
  /// @param name of the node it runs on
  /// @param target where its events go, if it sends any
  /// @param source asked for an instance whenever it is started
  /// @param timing which it goes by, and lets go of when it is closed
  /// @throws IOException when there is no room for a temporary folder
  public static Trial ofSource(
      NodeName name, Subject target, Supplier<Source> source, ClassLoader loader, Timing timing)
      throws IOException {
    Optional<NodeName> to = source.get().sends() ? Optional.of(target.node()) : Optional.empty();
    SourceSpec spec =
        new SourceSpec(target.method(), target.domain(), to, source, loader, target.method());
    return new Trial(name, new Work(List.of(), List.of(), List.of(spec)), timing);
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

  /// Starts them anew after they were stopped, with what is on the disk.
  ///
  /// @throws IOException when it cannot be read
  public void startAgain() throws IOException {
    node = node();
  }

  @Override
  public void close() {
    node.close();
    timing.deadlines().close();
    ledger.close();
    bus.close();
    TemporaryFiles.delete(folder);
  }
}
