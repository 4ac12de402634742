package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Layout;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All processes of a node. None needs the broker to be there: what comes from it comes when it is.
public final class Node implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);
  private static final Duration CANCELLATIONS = Duration.ofSeconds(5);

  private final Host host;
  private final Courier courier;
  private final AcceptanceWatch acceptance;
  private final Bus bus;
  private final Thread opening;
  private volatile @Nullable CommandIntake intake;
  private boolean begun;
  private boolean closed;
  private final Startup startup;
  private final Scheduler scheduler;
  private final Map<Subject, CommandProcess<?>> commands = new LinkedHashMap<>();
  private final List<EventProcess<?>> events = new ArrayList<>();
  private final List<SourceProcess> sources = new ArrayList<>();

  private Node(Host host, Bus bus, Work work) {
    this.host = host;
    OwnRuns runs = new OwnRuns(host, commands);
    this.startup = new Startup(host, runs, work.startup());
    this.scheduler = new Scheduler(host, runs, startup);
    OwnCommands own = new OwnCommands(host.node(), work.commands());
    add(own.cancel(new Cancel(host, commands::values))); // first, so that its stream is read first
    add(own.schedule(scheduler, host.ledger().schedules()));
    add(own.unschedule(scheduler));
    work.commands().forEach(this::add);
    work.events().forEach(spec -> events.add(new EventProcess<>(spec, host, bus)));
    work.sources().forEach(spec -> sources.add(new SourceProcess(spec, host)));
    host.facts().rank(sources.stream().map(SourceProcess::name).toList());
    this.bus = bus;
    this.opening = Thread.ofVirtual().name(host.node() + " opening").unstarted(this::openIntake);
    this.acceptance = new AcceptanceWatch(host, bus);
    this.courier =
        Courier.start(
            bus, host.ledger(), new Losses(host.ledger(), bus, acceptance), host.node().value());
  }

  /// Starts a node's processes. What was accepted before it stopped, or died, is taken up first.
  ///
  /// @param name the node
  /// @param layout of the fleet
  /// @param data where bindings have their folders
  /// @throws IOException when the ledger cannot be read
  public static Node start(
      NodeName name,
      Layout layout,
      Path data,
      Bus bus,
      Ledger ledger,
      Deadlines deadlines,
      FleetClock clock,
      Work work)
      throws IOException {
    return start(name, layout, data, bus, ledger, deadlines, clock, work, Meter.NONE);
  }

  /// Does the same, and tells a meter what happens.
  ///
  /// @throws IOException when the ledger cannot be read
  public static Node start(
      NodeName name,
      Layout layout,
      Path data,
      Bus bus,
      Ledger ledger,
      Deadlines deadlines,
      FleetClock clock,
      Work work,
      Meter meter)
      throws IOException {
    Changes changes = new Changes();
    Host host =
        new Host(
            name,
            clock,
            ledger,
            new Answers(new Addresses(layout.prefix(), 1), name, clock),
            deadlines,
            new Arguments(bus, ledger.bodies(), clock),
            new NodeOutbox(bus, ledger, name, layout.retention(), clock),
            new Facts(changes),
            changes,
            data,
            meter);
    Node node = new Node(host, bus, work);
    node.takeUp();
    var _ = node.startup.accept(); // before any that comes in
    node.scheduler.start();
    node.opening.start();
    var _ = deadlines.after(CANCELLATIONS, node::startCommands);
    deadlines.repeat(FORGET_EVERY, () -> node.forget(layout.retention().multipliedBy(2)));
    node.acceptance.start();
    node.events.forEach(EventProcess::start);
    node.sources.forEach(SourceProcess::start);
    return node;
  }

  private void add(CommandSpec<?> spec) {
    commands.put(spec.subject(), new CommandProcess<>(spec, host, this::intakeWanted));
  }

  private void intakeWanted() {
    CommandIntake now = intake;
    if (now != null) {
      now.want();
    }
  }

  private void openIntake() {
    try {
      CommandIntake fresh = new CommandIntake(host, bus, bus.addresses(), commands);
      intake = fresh;
      fresh.start();
      var _ = fresh.cancellationsKnown().thenRun(this::startCommands);
    } catch (InterruptedException | IllegalStateException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Cancellations win before anything they cancel starts; but a broker that is away holds nothing
  /// up for long that was accepted before.
  private synchronized void startCommands() {
    if (!begun && !closed) {
      begun = true;
      commands.values().forEach(CommandProcess::start);
    }
  }

  /// Ids are remembered for longer than anything can be delivered again. By a clock that may be
  /// wrong nothing is forgotten.
  void forget(Duration keep) {
    try {
      if (host.clock().offset().isPresent()) {
        host.ledger().forget(host.clock().instant(), keep);
      }
    } catch (IOException e) {
      log.warn("old messages are not forgotten: {}", e.getMessage());
    }
  }

  private void takeUp() throws IOException {
    for (Ledger.Open open : host.ledger().open()) {
      CommandProcess<?> process = commands.get(open.entry().subject());
      if (open.state() == State.Open.ACCEPTED && isOfStartup(open)) {
        end(open, State.Last.CANCELLED, "the node started anew before it ran");
      } else if (process == null) {
        end(open, State.Last.REJECTED, "nothing here handles " + open.entry().subject() + " now");
      } else if (open.state() == State.Open.ACCEPTED || process.spec().repeatable()) {
        process.mailbox().restore(open.entry());
      } else {
        end(open, State.Last.UNKNOWN, "the node died while it ran, and it must not run twice");
      }
    }
  }

  private static boolean isOfStartup(Ledger.Open open) {
    return open.entry().occasion().filter(Entry.STARTUP::equals).isPresent();
  }

  private void end(Ledger.Open open, State.Last state, String reason) throws IOException {
    State.Last last = open.state().next().contains(state) ? state : State.Last.UNKNOWN;
    if (host.end(open.entry(), last, Map.of("reason", reason))) {
      String subject = open.entry().subject().toString();
      host.meter()
          .reached(commands.containsKey(open.entry().subject()) ? subject : Meter.UNBOUND, last);
    }
  }

  /// Is told, from now on, when something has changed that the unit's state should show before the
  /// next heartbeat. It must not block.
  public void onChange(Runnable listener) {
    host.changes().onChange(listener);
  }

  /// How each process is.
  public List<ProcessReport> reports() {
    return Stream.of(
            commands.values().stream().map(CommandProcess::report),
            events.stream().map(EventProcess::report),
            sources.stream().map(SourceProcess::report))
        .flatMap(each -> each)
        .toList();
  }

  /// How each of its schedules is.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<ScheduleReport> schedules() throws IOException {
    return scheduler.reports();
  }

  /// What is wrong with its schedules.
  public List<String> problems() {
    return scheduler.problems();
  }

  /// What its sources have told about it.
  public Facts facts() {
    return host.facts();
  }

  /// Stops: takes nothing more, interrupts what runs, and says what is left to say if the broker
  /// can be reached within a few seconds. What was not said is said after the next start.
  @Override
  public void close() {
    sources.forEach(SourceProcess::close);
    scheduler.close();
    opening.interrupt();
    try {
      opening
          .join(); // it waits for nothing but the interrupt, and may be about to start the intake
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    CommandIntake now = intake;
    if (now != null) {
      now.close();
    }
    synchronized (this) {
      closed = true;
    }
    acceptance.close();
    events.forEach(EventProcess::close);
    commands.values().forEach(CommandProcess::close);
    try {
      host.ledger().outgoing().awaitEmpty(Duration.ofSeconds(3));
    } catch (IOException e) {
      // the next start carries it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    courier.close();
  }
}
