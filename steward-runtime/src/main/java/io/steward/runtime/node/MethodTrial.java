package io.steward.runtime.node;

import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.PositionStore;
import io.steward.api.Source;
import io.steward.api.Subject;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.objects.ObjectBucket;
import io.steward.runtime.process.CommandLimits;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.HandlerFactory;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.Workload;
import io.steward.runtime.storage.BindingFolders;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs one method on a real node without a broker: with the same processes and ledger, and a
/// loopback bus.
public final class MethodTrial implements AutoCloseable {

  private static final NodeName SENDER = new NodeName("trier");
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final int MAILBOX_CAPACITY = 1000;
  private static final long OUTPUT_HEAD_BYTES = 1 << 20;
  private static final int OUTPUT_TAIL_BYTES = 64 << 10;

  private final NodeName name;
  private final Workload workload;
  private final EngineTime time;
  private final Path folder;
  private final LoopbackBus bus;
  private final Ledger ledger;
  private final MessageSender sender;
  private volatile NodeEngine engine;

  private MethodTrial(NodeName name, Workload workload, EngineTime time) throws IOException {
    InstantSource local = time.clock().local();
    this.name = name;
    this.workload = workload;
    this.time = time;
    this.folder = TemporaryFiles.folder("steward-trial-");
    this.bus = new LoopbackBus(local);
    this.ledger = Ledger.open(folder, local);
    this.sender = new MessageSender(bus, new MessageEncoder(SENDER, local));
    this.engine = startNode(); // last: the node starts working here
  }

  private NodeEngine startNode() throws IOException {
    return NodeEngine.start(
        EngineContext.of(name, time), StreamLayout.SMALL, folder, bus, ledger, workload);
  }

  /// Runs a command handler by the system clock.
  ///
  /// @throws IOException if no temporary folder can be created
  public static <A extends Record> MethodTrial of(
      Subject subject, Supplier<CommandHandler<A>> handler, Class<A> arguments, ClassLoader loader)
      throws IOException {
    return of(subject, handler, arguments, loader, EngineTime.system());
  }

  /// Runs a command handler.
  ///
  /// @param time the clock and timers to use; closed with the trial
  /// @throws IOException if no temporary folder can be created
  public static <A extends Record> MethodTrial of(
      Subject subject,
      Supplier<CommandHandler<A>> handler,
      Class<A> arguments,
      ClassLoader loader,
      EngineTime time)
      throws IOException {
    return new MethodTrial(
        subject.node(),
        new Workload(
            List.of(
                new CommandSpec<>(
                    subject,
                    from -> true,
                    new CommandLimits(
                        TIMEOUT, 1, MAILBOX_CAPACITY, OUTPUT_HEAD_BYTES, OUTPUT_TAIL_BYTES),
                    false,
                    new HandlerFactory<>(handler, arguments, loader))),
            List.of(),
            List.of()),
        time);
  }

  /// Runs an event handler.
  ///
  /// @param time the clock and timers to use; closed with the trial
  /// @throws IOException if no temporary folder can be created
  public static <A extends Record> MethodTrial ofEvents(
      Subject subject,
      Supplier<EventHandler<A>> handler,
      Class<A> arguments,
      ClassLoader loader,
      EngineTime time)
      throws IOException {
    return new MethodTrial(
        subject.node(),
        new Workload(
            List.of(),
            List.of(
                new EventSpec<>(
                    subject, from -> true, new HandlerFactory<>(handler, arguments, loader))),
            List.of()),
        time);
  }

  /// Runs a source.
  ///
  /// @param name the name of the node it runs on
  /// @param target the subject of its events, if it sends any
  /// @param source creates an instance for each start
  /// @param time the clock and timers to use; closed with the trial
  /// @throws IOException if no temporary folder can be created
  public static MethodTrial ofSource(
      NodeName name, Subject target, Supplier<Source> source, ClassLoader loader, EngineTime time)
      throws IOException {
    Optional<NodeName> to = source.get().sends() ? Optional.of(target.node()) : Optional.empty();
    SourceSpec spec =
        new SourceSpec(target.method(), target.domain(), to, source, loader, target.method());
    return new MethodTrial(name, new Workload(List.of(), List.of(), List.of(spec)), time);
  }

  /// Sends a message to the method, and follows the exchange.
  public ExchangeFollower send(Message message) throws IOException, InterruptedException {
    return sender.send(message);
  }

  /// The bus, to observe what the method sends.
  public LoopbackBus bus() {
    return bus;
  }

  /// The object store of the fleet.
  public ObjectStore objects() {
    return new ObjectBucket(bus);
  }

  /// The node's data folder.
  public Path data() {
    return folder;
  }

  /// The positions of a binding.
  ///
  /// @param binding its name, such as `source.uptime.main`
  /// @throws IOException if the folder of the binding cannot be created
  public PositionStore positions(String binding) throws IOException {
    return new BindingFolders(folder).of(binding).positions();
  }

  /// The state of the node's processes.
  public List<ProcessReport> reports() {
    return engine.reports();
  }

  /// The facts that its sources have reported.
  public Map<String, Object> facts() {
    return engine.facts().merged().facts();
  }

  /// Stops the node's processes. What they sent can still be read.
  public void stop() {
    engine.close();
  }

  /// Restarts the processes after {@link #stop} from what is on the disk.
  ///
  /// @throws IOException if that cannot be read
  public void restart() throws IOException {
    engine = startNode();
  }

  @Override
  public void close() {
    engine.close();
    time.timers().close();
    ledger.close();
    bus.close();
    TemporaryFiles.delete(folder);
  }
}
