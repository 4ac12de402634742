package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.log.RecentLogHandler;
import io.steward.runtime.objects.ObjectBucket;
import io.steward.runtime.storage.BindingFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All processes of a node. None needs the broker to be reachable: messages are exchanged when it
/// is.
public final class Node implements AutoCloseable {

  /// How often the node may have died while a repeatable command ran before the command is taken
  /// for the cause.
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
        Thread.ofVirtual().name(host.node() + " intake opener").unstarted(this::openIntake);
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
      supervisor.apply(workload, Duration.ZERO); // nothing runs yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before it started", e);
    }
  }

  /// Starts a node's processes. What was accepted before it stopped or died is resumed first.
  ///
  /// @param name the node
  /// @param layout of the fleet
  /// @param data the folder with the folders of its bindings
  /// @throws IOException if the ledger cannot be read
  public static Node start(
      NodeName name,
      StreamLayout layout,
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

  /// Starts a node's processes with a listener for metrics.
  ///
  /// @param control does what the node cannot do by itself
  /// @throws IOException if the ledger cannot be read
  public static Node start(
      NodeName name,
      StreamLayout layout,
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
            RecentLogHandler.install(),
            new Facts(changes),
            changes,
            new BindingFolders(data),
            metrics);
    Node node = new Node(host, bus, workload, control);
    node.resumeUnfinished();
    var _ = node.startup.acceptRemaining(); // before any inbound command
    node.scheduler.start();
    node.intakeOpener.start();
    var _ = timers.after(CANCELLATIONS_TIMEOUT, node.supervisor::startCommands);
    timers.repeat(FORGET_INTERVAL, () -> node.forget(layout.retention().multipliedBy(2)));
    node.acceptance.start();
    node.supervisor.startOthers();
    return node;
  }

  /// Applies a new workload. Processes that do not differ continue undisturbed, and what was
  /// received is kept. Startup commands take effect at the next start.
  ///
  /// @param gracePeriod how long running commands may continue before they are interrupted
  /// @throws InterruptedException if interrupted meanwhile; then it may be called again
  public void apply(Workload workload, Duration gracePeriod) throws InterruptedException {
    supervisor.apply(workload, gracePeriod);
    CommandIntake current = intake;
    if (current != null) {
      current.updateCursors();
    }
    host.changes().notifyListener();
  }

  /// Retires the handlers of some processes until they get others by {@link #apply}: messages wait.
  ///
  /// @param names of the processes
  /// @param gracePeriod how long running commands may continue before they are interrupted
  /// @return whether every thread has ended
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
      created.updateCursors(); // processes may have changed before the intake was set
      created.start();
      var _ =
          created
              .cancellationsKnown()
              .thenRun(
                  supervisor
                      ::startCommands); // cancellations take effect before the commands they cancel
    } catch (InterruptedException | IllegalStateException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Forgets old ids. They are kept for longer than anything can be redelivered. As long as the
  /// clock may be wrong, nothing is forgotten.
  void forget(Duration keep) {
    try {
      if (host.clock().offset().isPresent()) {
        host.ledger().prune(host.clock().instant(), keep);
      }
    } catch (IOException e) {
      log.warn("old messages could not be removed from the ledger: {}", e.getMessage());
    }
  }

  private void resumeUnfinished() throws IOException {
    host.ledger().recordStart();
    for (Ledger.OpenMessage open : host.ledger().open()) {
      CommandProcess process = supervisor.commands().get(open.entry().subject());
      if (open.state() == State.InProgress.ACCEPTED && isStartupCommand(open)) {
        end(open, State.Terminal.CANCELLED, "the node restarted before it ran");
      } else if (process == null) {
        end(
            open,
            State.Terminal.REJECTED,
            "nothing here handles " + open.entry().subject() + " any more");
      } else if (open.crashes() >= MAX_CRASHES) {
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

  private static boolean isStartupCommand(Ledger.OpenMessage open) {
    return open.entry().trigger().filter(LedgerEntry.STARTUP::equals).isPresent();
  }

  private void end(Ledger.OpenMessage open, State.Terminal state, String reason)
      throws IOException {
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

  /// Sets a listener that is called when something has changed that the unit's state should show
  /// before the next heartbeat. It must not block.
  public void onChange(Runnable listener) {
    host.changes().onChange(listener);
  }

  /// Reports a change that the unit's state should show.
  public void changed() {
    host.changes().notifyListener();
  }

  /// The report of each process.
  public List<ProcessReport> reports() {
    return supervisor.reports();
  }

  /// The report of each schedule.
  ///
  /// @throws IOException if the ledger cannot be read
  public List<ScheduleReport> schedules() throws IOException {
    return scheduler.reports();
  }

  /// The problems of its schedules.
  public List<String> problems() {
    return scheduler.problems();
  }

  /// The facts that its sources report.
  public Facts facts() {
    return host.facts();
  }

  /// Stops: accepts nothing more, interrupts running commands, and publishes what is left in the
  /// outbox if the broker can be reached within a few seconds. The rest is published after the next
  /// start.
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
      host.ledger().outbox().awaitEmpty(Duration.ofSeconds(3));
    } catch (IOException e) {
      // published after the next start
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
