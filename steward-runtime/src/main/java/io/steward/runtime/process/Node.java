package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Layout;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Ledger;
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
  private static final int MOST_DEATHS = 3;

  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);
  private static final Duration CANCELLATIONS = Duration.ofSeconds(5);

  private final Host host;
  private final Courier courier;
  private final AcceptanceWatch acceptance;
  private final Bus bus;
  private final Thread opening;
  private volatile @Nullable CommandIntake intake;
  private final Startup startup;
  private final Scheduler scheduler;
  private final Roster roster;

  private Node(Host host, Bus bus, Work work, Upkeep upkeep) throws IOException {
    this.host = host;
    this.roster = new Roster(host, bus, this::intakeWanted);
    OwnRuns runs = new OwnRuns(host, roster::commands);
    this.startup = new Startup(host, runs, work.startup());
    this.scheduler = new Scheduler(host, runs, startup);
    new OwnCommands(host, roster).add(scheduler, upkeep);
    take(work);
    this.bus = bus;
    this.opening = Thread.ofVirtual().name(host.node() + " opening").unstarted(this::openIntake);
    this.acceptance = new AcceptanceWatch(host, bus);
    this.courier =
        Courier.start(
            bus,
            host.ledger(),
            new Losses(host.ledger(), bus, acceptance),
            host.deadlines(),
            host.node().value());
  }

  private void take(Work work) throws IOException {
    try {
      roster.take(work, Duration.ZERO); // nothing is there to wait for
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
      Deadlines deadlines,
      FleetClock clock,
      Work work)
      throws IOException {
    return start(name, layout, data, bus, ledger, deadlines, clock, work, Meter.NONE, Upkeep.NONE);
  }

  /// Does the same, and tells a meter what happens.
  ///
  /// @param upkeep asked for what the node cannot do by itself
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
      Meter meter,
      Upkeep upkeep)
      throws IOException {
    Changes changes = new Changes();
    Host host =
        new Host(
            name,
            clock,
            ledger,
            new Answers(new Addresses(layout.prefix(), 1), name, clock),
            deadlines,
            new Arguments(bus, ledger.bodies(), clock, deadlines),
            new NodeOutbox(bus, ledger, name, layout.retention(), clock),
            new ObjectBucket(bus),
            RecentLog.here(),
            new Facts(changes),
            changes,
            data,
            meter);
    Node node = new Node(host, bus, work, upkeep);
    node.takeUp();
    var _ = node.startup.accept(); // before any that comes in
    node.scheduler.start();
    node.opening.start();
    var _ = deadlines.after(CANCELLATIONS, node.roster::startCommands);
    deadlines.repeat(FORGET_EVERY, () -> node.forget(layout.retention().multipliedBy(2)));
    node.acceptance.start();
    node.roster.startOthers();
    return node;
  }

  /// Does other work from now on; what is not different goes on undisturbed, and what has come in
  /// is kept. Startup commands are those of the next start.
  ///
  /// @param patience how long what runs may go on before it is interrupted
  /// @throws InterruptedException when interrupted meanwhile; then it may be called again
  public void take(Work work, Duration patience) throws InterruptedException {
    roster.take(work, patience);
    CommandIntake now = intake;
    if (now != null) {
      now.follow();
    }
    host.changes().happened();
  }

  /// Lets go of the handlers of some processes, until they are given others with {@link #take}:
  /// what comes in waits.
  ///
  /// @param names of the processes
  /// @param patience how long what runs may go on before it is interrupted
  /// @return whether every thread has come back
  public boolean retire(Set<String> names, Duration patience) throws InterruptedException {
    return roster.retire(
        roster.bound().stream().filter(each -> names.contains(each.name())).toList(), patience);
  }

  private void intakeWanted() {
    CommandIntake now = intake;
    if (now != null) {
      now.want();
    }
  }

  private void openIntake() {
    try {
      CommandIntake fresh = new CommandIntake(host, bus, bus.addresses(), roster::commands);
      intake = fresh;
      fresh.follow(); // what became different before it could be told
      fresh.start();
      var _ =
          fresh
              .cancellationsKnown()
              .thenRun(roster::startCommands); // they win before what they cancel
    } catch (InterruptedException | IllegalStateException stop) {
      Thread.currentThread().interrupt();
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
    host.ledger().started();
    for (Ledger.Open open : host.ledger().open()) {
      CommandProcess process = roster.commands().get(open.entry().subject());
      if (open.state() == State.Open.ACCEPTED && isOfStartup(open)) {
        end(open, State.Last.CANCELLED, "the node started anew before it ran");
      } else if (process == null) {
        end(open, State.Last.REJECTED, "nothing here handles " + open.entry().subject() + " now");
      } else if (open.deaths() >= MOST_DEATHS) {
        end(open, State.Last.UNKNOWN, "the node died each of the " + MOST_DEATHS + " times it ran");
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
          .reached(
              roster.commands().containsKey(open.entry().subject()) ? subject : Meter.UNBOUND,
              last);
    }
  }

  /// Is told, from now on, when something has changed that the unit's state should show before the
  /// next heartbeat. It must not block.
  public void onChange(Runnable listener) {
    host.changes().onChange(listener);
  }

  /// Tells that something is different that the unit's state should show, whoever found it.
  public void changed() {
    host.changes().happened();
  }

  /// How each process is.
  public List<ProcessReport> reports() {
    return roster.reports();
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
    roster.closeSources();
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
    acceptance.close();
    roster.close();
    try {
      host.ledger().stopped();
      host.ledger().outgoing().awaitEmpty(Duration.ofSeconds(3));
    } catch (IOException e) {
      // the next start carries it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    courier.close();
  }
}
