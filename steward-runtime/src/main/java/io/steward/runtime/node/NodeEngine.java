package io.steward.runtime.node;

import io.steward.api.NodeName;
import io.steward.runtime.builtin.BuiltinCommands;
import io.steward.runtime.builtin.CancelRecorder;
import io.steward.runtime.builtin.CommandRights;
import io.steward.runtime.builtin.LocalRuns;
import io.steward.runtime.builtin.NodeControl;
import io.steward.runtime.builtin.Scheduler;
import io.steward.runtime.builtin.StartupCommands;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.BusClosedException;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.intake.ArgumentLoader;
import io.steward.runtime.intake.CommandIntake;
import io.steward.runtime.intake.IntakeContext;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.log.RecentLogHandler;
import io.steward.runtime.objects.ObjectBucket;
import io.steward.runtime.outbox.AnswerFactory;
import io.steward.runtime.outbox.NodeOutbox;
import io.steward.runtime.outbox.OutboxDelivery;
import io.steward.runtime.process.Facts;
import io.steward.runtime.process.HandlerServices;
import io.steward.runtime.process.PoisonMessages;
import io.steward.runtime.process.ProcessHost;
import io.steward.runtime.process.ProcessSupervisor;
import io.steward.runtime.process.Workload;
import io.steward.runtime.storage.BindingFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All processes of a node. None needs the broker to be reachable: messages are exchanged when it
/// is.
public final class NodeEngine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NodeEngine.class);
  private static final Duration FORGET_INTERVAL = Duration.ofHours(1);
  private static final Duration CANCELLATIONS_TIMEOUT = Duration.ofSeconds(5);

  private final ProcessHost host;
  private final OutboxDelivery delivery;
  private final Bus bus;
  private final SupervisedThread intakeOpener;
  private volatile @Nullable CommandIntake intake;
  private final StartupCommands startup;
  private final Scheduler scheduler;
  private final ProcessSupervisor supervisor;

  private NodeEngine(
      ProcessHost host, Bus bus, Duration retention, Workload workload, NodeControl control)
      throws IOException {
    this.host = host;
    this.supervisor = new ProcessSupervisor(host, bus, this::wakeIntake);
    LocalRuns runs = new LocalRuns(host, supervisor::commands);
    this.startup = new StartupCommands(host, runs, workload.startup());
    this.scheduler = new Scheduler(host, runs, startup);
    new BuiltinCommands(host, supervisor).add(scheduler, control);
    apply(workload);
    this.bus = bus;
    this.intakeOpener =
        SupervisedThread.virtual(
            host.engine().node() + " intake opener", host.engine().failures(), this::openIntake);
    this.delivery = OutboxDelivery.start(host.engine(), host.ledger(), bus, retention);
  }

  private void apply(Workload workload) throws IOException {
    try {
      supervisor.apply(workload, Duration.ZERO); // nothing runs yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before it started", e);
    }
  }

  /// Starts a node's processes, which nothing outside controls.
  ///
  /// @throws IOException if the ledger cannot be read
  public static NodeEngine start(
      EngineContext context,
      StreamLayout layout,
      Path data,
      Bus bus,
      Ledger ledger,
      Workload workload)
      throws IOException {
    return start(context, layout, data, bus, ledger, workload, NodeControl.NONE);
  }

  /// Starts a node's processes. What was accepted before it stopped or died is resumed first.
  ///
  /// @param context shared by all parts of the node
  /// @param layout of the fleet
  /// @param data the folder with the folders of its bindings
  /// @param control does what the node cannot do by itself
  /// @throws IOException if the ledger cannot be read
  public static NodeEngine start(
      EngineContext context,
      StreamLayout layout,
      Path data,
      Bus bus,
      Ledger ledger,
      Workload workload,
      NodeControl control)
      throws IOException {
    NodeName name = context.node();
    HandlerServices services =
        new HandlerServices(
            new NodeOutbox(bus, ledger, name, layout.retention(), context.clock()),
            new ObjectBucket(bus),
            RecentLogHandler.install(),
            new Facts(context.changes()),
            new BindingFolders(data));
    ProcessHost host =
        new ProcessHost(
            IntakeContext.of(
                context,
                ledger,
                new AnswerFactory(new Addresses(layout.prefix(), 1), name, context.clock()),
                new ArgumentLoader(bus, ledger.bodies(), context.clock(), context.timers()),
                layout.retention()),
            services,
            PoisonMessages.open(data.resolve("poison")));
    NodeEngine engine = new NodeEngine(host, bus, layout.retention(), workload, control);
    new UnfinishedMessages(host, engine.supervisor.commands()).resume();
    var _ = engine.startup.acceptRemaining(); // before any inbound command
    engine.scheduler.start();
    engine.intakeOpener.start();
    var _ = context.timers().after(CANCELLATIONS_TIMEOUT, engine.supervisor::startCommands);
    context
        .timers()
        .repeat(FORGET_INTERVAL, () -> engine.forget(layout.retention().multipliedBy(2)));
    engine.delivery.startTracking();
    engine.supervisor.startOthers();
    return engine;
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
    host.engine().changes().notifyListener();
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

  private void openIntake() throws InterruptedException {
    try {
      CommandIntake failed = intake;
      if (failed != null) {
        failed.close();
      }
      CommandIntake created =
          new CommandIntake(
              host.intake(),
              bus,
              bus.addresses(),
              supervisor::commands,
              new CancelRecorder(host.ledger(), new CommandRights(supervisor::commands)));
      intake = created;
      created.updateCursors(); // processes may have changed before the intake was set
      created.start();
      var _ =
          created
              .cancellationsKnown()
              .thenRun(
                  supervisor
                      ::startCommands); // cancellations take effect before the commands they cancel
    } catch (BusClosedException stop) {
      log.debug("{}: {}", intakeOpener.name(), stop.getMessage());
    }
  }

  /// Forgets old ids. They are kept for longer than anything can be redelivered. As long as the
  /// clock may be wrong, nothing is forgotten.
  void forget(Duration keep) {
    try {
      if (host.engine().clock().offset().isPresent()) {
        host.ledger().prune(host.engine().clock().instant(), keep);
      }
    } catch (IOException e) {
      log.warn("old messages could not be removed from the ledger: {}", e.getMessage());
    }
  }

  /// Sets a listener that is called when something has changed that the unit's state should show
  /// before the next heartbeat. It must not block.
  public void onChange(Runnable listener) {
    host.engine().changes().onChange(listener);
  }

  /// Reports a change that the unit's state should show.
  public void changed() {
    host.engine().changes().notifyListener();
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

  /// The problems of its schedules, messages that were set aside, and threads that have failed.
  public List<String> problems() {
    List<String> problems = new ArrayList<>(scheduler.problems());
    problems.addAll(host.poison().problems());
    problems.addAll(host.engine().failures().problems());
    return problems;
  }

  /// The node's clock.
  public FleetClock clock() {
    return host.engine().clock();
  }

  /// The facts that its sources report.
  public Facts facts() {
    return host.services().facts();
  }

  /// Stops: accepts nothing more, interrupts running commands, and publishes what is left in the
  /// outbox if the broker can be reached within a few seconds. The rest is published after the next
  /// start.
  @Override
  public void close() {
    supervisor.closeSources();
    scheduler.close();
    // it waits for nothing but the interrupt, and may be about to start the intake
    intakeOpener.stop();
    CommandIntake current = intake;
    if (current != null) {
      current.close();
    }
    delivery.stopTracking();
    host.poison().close();
    supervisor.close();
    try {
      host.ledger().recordStop();
    } catch (IOException e) {
      log.warn("the ledger does not show that the node has stopped: {}", e.getMessage());
    }
    delivery.close();
  }
}
