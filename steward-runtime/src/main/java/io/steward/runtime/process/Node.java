package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Layout;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.log.RecentLog;
import io.steward.runtime.objects.ObjectBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All processes of a node. None needs the broker to be there: what comes from it comes when it is.
public final class Node implements AutoCloseable {

  /// How often a repeatable command may have been running when the node died, before it is taken
  /// for the reason.
  private static final int MAX_CRASHES = 3;

  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final Duration FORGET_INTERVAL = Duration.ofHours(1);
  private static final Duration CANCELLATIONS_TIMEOUT = Duration.ofSeconds(5);

  private final Host host;
  private final OutboxPublisher publisher;
  private final AcceptanceTracker acceptance;
  private final Bus bus;
  private final Thread intakeOpener;
  private volatile @Nullable CommandIntake intake;
  private final StartupCommands startup;
  private final Scheduler scheduler;
  private final ProcessSupervisor supervisor;

  private Node(Host host, Bus bus, Workload workload, NodeControl control) throws IOException {
    this.host = host;
    this.supervisor = new ProcessSupervisor(host, bus, this::wakeIntake);
    LocalRuns runs = new LocalRuns(host, supervisor::commands);
    this.startup = new StartupCommands(host, runs, workload.startup());
    this.scheduler = new Scheduler(host, runs, startup);
    new BuiltinCommands(host, supervisor).add(scheduler, control);
    apply(workload);
    this.bus = bus;
    this.intakeOpener =
        Thread.ofVirtual().name(host.node() + " opening").unstarted(this::openIntake);
    this.acceptance = new AcceptanceTracker(host, bus);
    this.publisher =
        OutboxPublisher.start(
            bus,
            host.ledger(),
            new BrokerReconciliation(host.ledger(), bus, acceptance),
            host.timers(),
            host.node().value());
  }

  private void apply(Workload workload) throws IOException {
    try {
      supervisor.apply(workload, Duration.ZERO); // nothing is there to wait for
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before it started", e);
    }
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
      Timers timers,
      FleetClock clock,
      Workload workload)
      throws IOException {
    return start(
        name,
        layout,
        data,
        bus,
        ledger,
        timers,
        clock,
        workload,
        MetricsListener.NONE,
        NodeControl.NONE);
  }

  /// Does the same, and tells a meter what happens.
  ///
  /// @param control asked for what the node cannot do by itself
  /// @throws IOException when the ledger cannot be read
  public static Node start(
      NodeName name,
      Layout layout,
      Path data,
      Bus bus,
      Ledger ledger,
      Timers timers,
      FleetClock clock,
      Workload workload,
      MetricsListener metrics,
      NodeControl control)
      throws IOException {
    ChangeListeners changes = new ChangeListeners();
    Host host =
        new Host(
            name,
            clock,
            ledger,
            new AnswerFactory(new Addresses(layout.prefix(), 1), name, clock),
            timers,
            new ArgumentLoader(bus, ledger.bodies(), clock, timers),
            new NodeOutbox(bus, ledger, name, layout.retention(), clock),
            new ObjectBucket(bus),
            RecentLog.install(),
            new Facts(changes),
            changes,
            data,
            metrics);
    Node node = new Node(host, bus, workload, control);
    node.resumeUnfinished();
    var _ = node.startup.acceptRemaining(); // before any that comes in
    node.scheduler.start();
    node.intakeOpener.start();
    var _ = timers.after(CANCELLATIONS_TIMEOUT, node.supervisor::startCommands);
    timers.repeat(FORGET_INTERVAL, () -> node.forget(layout.retention().multipliedBy(2)));
    node.acceptance.start();
    node.supervisor.startOthers();
    return node;
  }

  /// Does other work from now on; what is not different goes on undisturbed, and what has come in
  /// is kept. Startup commands are those of the next start.
  ///
  /// @param gracePeriod how long what runs may go on before it is interrupted
  /// @throws InterruptedException when interrupted meanwhile; then it may be called again
  public void apply(Workload workload, Duration gracePeriod) throws InterruptedException {
    supervisor.apply(workload, gracePeriod);
    CommandIntake current = intake;
    if (current != null) {
      current.updateCursors();
    }
    host.changes().notifyListener();
  }

  /// Lets go of the handlers of some processes, until they are given others with {@link #apply}:
  /// what comes in waits.
  ///
  /// @param names of the processes
  /// @param gracePeriod how long what runs may go on before it is interrupted
  /// @return whether every thread has come back
  public boolean retire(Set<String> names, Duration gracePeriod) throws InterruptedException {
    return supervisor.retire(
        supervisor.boundProcesses().stream().filter(each -> names.contains(each.name())).toList(),
        gracePeriod);
  }

  private void wakeIntake() {
    CommandIntake current = intake;
    if (current != null) {
      current.wake();
    }
  }

  private void openIntake() {
    try {
      CommandIntake created = new CommandIntake(host, bus, bus.addresses(), supervisor::commands);
      intake = created;
      created.updateCursors(); // what became different before it could be told
      created.start();
      var _ =
          created
              .cancellationsKnown()
              .thenRun(supervisor::startCommands); // they win before what they cancel
    } catch (InterruptedException | IllegalStateException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ids are remembered for longer than anything can be delivered again. By a clock that may be
  /// wrong nothing is forgotten.
  void forget(Duration keep) {
    try {
      if (host.clock().offset().isPresent()) {
        host.ledger().prune(host.clock().instant(), keep);
      }
    } catch (IOException e) {
      log.warn("old messages are not forgotten: {}", e.getMessage());
    }
  }

  private void resumeUnfinished() throws IOException {
    host.ledger().recordStart();
    for (Ledger.Open open : host.ledger().open()) {
      CommandProcess process = supervisor.commands().get(open.entry().subject());
      if (open.state() == State.InProgress.ACCEPTED && isStartupCommand(open)) {
        end(open, State.Terminal.CANCELLED, "the node started anew before it ran");
      } else if (process == null) {
        end(
            open,
            State.Terminal.REJECTED,
            "nothing here handles " + open.entry().subject() + " now");
      } else if (open.deaths() >= MAX_CRASHES) {
        end(
            open,
            State.Terminal.UNKNOWN,
            "the node died each of the " + MAX_CRASHES + " times it ran");
      } else if (open.state() == State.InProgress.ACCEPTED || process.spec().repeatable()) {
        process.mailbox().restore(open.entry());
      } else {
        end(open, State.Terminal.UNKNOWN, "the node died while it ran, and it must not run twice");
      }
    }
  }

  private static boolean isStartupCommand(Ledger.Open open) {
    return open.entry().occasion().filter(LedgerEntry.STARTUP::equals).isPresent();
  }

  private void end(Ledger.Open open, State.Terminal state, String reason) throws IOException {
    State.Terminal terminal = open.state().next().contains(state) ? state : State.Terminal.UNKNOWN;
    if (host.end(open.entry(), terminal, Map.of("reason", reason))) {
      String subject = open.entry().subject().toString();
      host.metrics()
          .stateReached(
              supervisor.commands().containsKey(open.entry().subject())
                  ? subject
                  : MetricsListener.UNBOUND,
              terminal);
    }
  }

  /// Is told, from now on, when something has changed that the unit's state should show before the
  /// next heartbeat. It must not block.
  public void onChange(Runnable listener) {
    host.changes().onChange(listener);
  }

  /// Tells that something is different that the unit's state should show, whoever found it.
  public void changed() {
    host.changes().notifyListener();
  }

  /// How each process is.
  public List<ProcessReport> reports() {
    return supervisor.reports();
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
    supervisor.closeSources();
    scheduler.close();
    intakeOpener.interrupt();
    try {
      intakeOpener
          .join(); // it waits for nothing but the interrupt, and may be about to start the intake
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    CommandIntake current = intake;
    if (current != null) {
      current.close();
    }
    acceptance.close();
    supervisor.close();
    try {
      host.ledger().recordStop();
      host.ledger().outgoing().awaitEmpty(Duration.ofSeconds(3));
    } catch (IOException e) {
      // the next start carries it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
