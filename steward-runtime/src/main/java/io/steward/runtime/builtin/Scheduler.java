package io.steward.runtime.builtin;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.MessageKey;
import io.steward.runtime.ledger.ScheduleAdvance;
import io.steward.runtime.ledger.ScheduleStore;
import io.steward.runtime.ledger.StoredSchedule;
import io.steward.runtime.process.ProcessHost;
import io.steward.runtime.schedule.OverlapPolicy;
import io.steward.runtime.schedule.ScheduleDecision;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the schedules of a node, and runs what is due. It checks the clock again and again, since
/// the clock may be set and the machine may sleep.
///
/// Safe for use by any thread.
public final class Scheduler implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  private final ProcessHost host;
  private final ScheduleStore schedules;
  private final LocalRuns runs;
  private final StartupCommands startup;
  private final Semaphore wakeups = new Semaphore(0);
  private final SupervisedThread thread;
  private Map<String, ActiveSchedule> active = Map.of();
  private List<String> problems = List.of();

  /// @param startup the startup commands, some of which the disk may not have accepted yet
  public Scheduler(ProcessHost host, LocalRuns runs, StartupCommands startup) {
    this.host = host;
    this.schedules = host.ledger().schedules();
    this.runs = runs;
    this.startup = startup;
    this.thread =
        SupervisedThread.virtual(
            host.engine().node() + " schedules", host.engine().failures(), this::run);
  }

  /// Starts to run what is due.
  ///
  /// @throws IOException if the ledger cannot be read
  public void start() throws IOException {
    refresh();
    thread.start();
  }

  /// Sets a schedule, and returns when it is durable.
  ///
  /// @param setting identifies the definition; the ids of its runs are derived from it
  /// @return when it is due next
  /// @throws IOException if it could not be made durable; then nothing is set
  synchronized Instant set(String name, ScheduleDefinition definition, String setting, NodeName by)
      throws IOException {
    Instant now = host.engine().clock().instant();
    schedules.set(name, setting, definition.text(), by, now);
    refreshAndNotify();
    wakeups.release();
    return Optional.ofNullable(active.get(name)).map(ActiveSchedule::nextDue).orElse(now);
  }

  /// Removes a schedule, and returns when that is durable.
  ///
  /// @return whether there was one
  /// @throws IOException if it could not be made durable
  synchronized boolean remove(String name) throws IOException {
    boolean removed = schedules.remove(name);
    refreshAndNotify();
    return removed;
  }

  /// Why somebody may not replace or remove a schedule; empty if he may, or there is none.
  ///
  /// @throws IOException if the ledger cannot be read
  synchronized Optional<String> whyNotChange(String name, CommandRights rights, NodeName by)
      throws IOException {
    Optional<Subject> runs =
        Optional.ofNullable(active.get(name)).map(each -> each.subject(host.engine().node()));
    return schedules.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .flatMap(each -> rights.whyNotChange(runs, each.setBy(), by));
  }

  /// The names of all schedules.
  synchronized Collection<String> names() {
    return List.copyOf(active.keySet());
  }

  private synchronized void refreshAndNotify() throws IOException {
    refresh();
    host.engine().changes().notifyListener();
  }

  private synchronized void refresh() throws IOException {
    Map<String, ActiveSchedule> found = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (StoredSchedule each : schedules.all()) {
      try {
        found.put(each.name(), ActiveSchedule.of(each, host.engine().node()));
      } catch (ProblemsException e) {
        wrong.add("the schedule " + each.name() + " cannot run: " + e.getMessage());
      }
    }
    active = found;
    problems = wrong;
  }

  private void run() throws InterruptedException {
    while (true) {
      boolean isStarted = startup.acceptRemaining();
      long checkedAt = host.engine().timers().nanos();
      if (runDue() || !isStarted) {
        awaitNext(checkedAt);
      } else {
        wakeups.acquire();
      }
    }
  }

  /// @param checkedAt when due runs were last checked, by the timers' clock
  private void awaitNext(long checkedAt) throws InterruptedException {
    Duration since = Duration.ofNanos(host.engine().timers().nanos() - checkedAt);
    Future<?> timer =
        host.engine().timers().after(timeToNextCheck().minus(since), wakeups::release);
    try {
      wakeups.acquire();
    } finally {
      timer.cancel(false);
    }
  }

  /// How long until a run is due, or the interval of checks, since the clock may be set meanwhile.
  private synchronized Duration timeToNextCheck() {
    Instant now = host.engine().clock().instant();
    return active.values().stream()
        .map(each -> Duration.between(now, each.nextDue()))
        .filter(left -> left.isPositive() && left.compareTo(CHECK_INTERVAL) < 0)
        .min(Comparator.naturalOrder())
        .orElse(CHECK_INTERVAL);
  }

  /// Runs what is due.
  ///
  /// @return whether there is something to check again
  private synchronized boolean runDue() {
    boolean advanced = false;
    for (ActiveSchedule each : active.values()) {
      try {
        advanced |= advance(each, host.engine().clock().instant());
      } catch (IOException | RuntimeException e) {
        log.error("the schedule {} is delayed: {}", each.name(), e.getMessage());
      }
    }
    if (advanced) {
      try {
        refreshAndNotify();
      } catch (IOException e) {
        log.error(
            "the schedules could not be read; runs are recognized by their ids: {}",
            e.getMessage());
      }
    }
    return !active.isEmpty();
  }

  /// @return whether the schedule has advanced
  private boolean advance(ActiveSchedule schedule, Instant now) throws IOException {
    if (now.isBefore(schedule.stored().handledUntil())) {
      // the clock was set back: a run that is due again is recognized by its id
      schedules.apply(schedule.step(now, 0, Optional.empty()));
      return true;
    }
    return switch (schedule.decide(now)) {
      case ScheduleDecision.NotYet _ -> false;
      case ScheduleDecision.Skip(Instant due, long skipped) -> skip(schedule, due, skipped);
      case ScheduleDecision.Run(Instant due, long skipped) -> startRun(schedule, due, skipped);
    };
  }

  private boolean skip(ActiveSchedule schedule, Instant due, long skipped) throws IOException {
    schedules.apply(schedule.step(due, skipped, Optional.empty()));
    return true;
  }

  private boolean startRun(ActiveSchedule schedule, Instant due, long skipped) throws IOException {
    if (isOverlapping(schedule)) {
      return skip(
          schedule, due, skipped + (due.isAfter(schedule.stored().skippedCountedUntil()) ? 1 : 0));
    }
    LedgerEntry entry =
        schedule.createEntry(due, host.engine().node(), host.engine().clock().instant());
    ScheduleAdvance step = schedule.step(due, skipped, Optional.of(entry.id()));
    Optional<String> refusal = runs.rejectReason(entry);
    if (refusal.isPresent()) {
      runs.reject(entry, refusal.get(), step);
      return true;
    }
    return runs.accept(entry, step);
  }

  /// Whether the last run has not ended and must not be overlapped.
  private boolean isOverlapping(ActiveSchedule schedule) throws IOException {
    Optional<StoredSchedule.LastRun> last = schedule.stored().last();
    return schedule.definition().overlap() == OverlapPolicy.SKIP
        && last.isPresent()
        && host.ledger()
            .state(new MessageKey(schedule.subject(host.engine().node()), last.get().id()))
            .filter(State.InProgress.class::isInstance)
            .isPresent();
  }

  /// The report of each schedule.
  ///
  /// @throws IOException if the ledger cannot be read
  public List<ScheduleReport> reports() throws IOException {
    List<ScheduleReport> reports = new ArrayList<>();
    for (StoredSchedule each : schedules.all()) {
      try {
        reports.add(ActiveSchedule.of(each, host.engine().node()).report());
      } catch (ProblemsException e) {
        log.debug("{} is reported as a problem: {}", each.name(), e.getMessage());
      }
    }
    return reports;
  }

  /// The schedules that cannot run, and why.
  public synchronized List<String> problems() {
    return problems;
  }

  @Override
  public void close() {
    thread.stop();
  }
}
