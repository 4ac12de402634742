package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.State;
import io.steward.runtime.bus.BodyUnusableException;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Posting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that execute what is in a mailbox, in order.
///
/// @param <A> the arguments of the handler
final class CommandCrew<A> implements Crew {

  private static final Logger log = LoggerFactory.getLogger(CommandProcess.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  private final CommandSpec<A> spec;
  private final Host host;
  private final Mailbox mailbox;
  private final Tally tally;
  private final Insistence insistence;
  private final Endings endings;
  private final Setbacks setbacks = new Setbacks(SHORTEST_PAUSE);
  private final Map<String, Run> running = new ConcurrentHashMap<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch retired = new CountDownLatch(1);
  private volatile String refusal;
  private volatile boolean stopping;

  /// @param vacant why all that comes is refused; empty when it is not
  CommandCrew(CommandSpec<A> spec, Host host, Mailbox mailbox, Tally tally, String vacant) {
    this.spec = spec;
    this.host = host;
    this.mailbox = mailbox;
    this.tally = tally;
    this.refusal = vacant;
    this.insistence =
        new Insistence(spec.subject().toString(), tally, host.deadlines(), () -> stopping);
    this.endings = new Endings(host, spec.subject(), tally, insistence);
  }

  @Override
  public void start() {
    for (int i = 0; i < spec.processes(); i++) {
      hire();
    }
  }

  private void hire() {
    Worker worker = new Worker();
    workers.add(worker);
    worker.thread.start();
  }

  private boolean isRetired() {
    return retired.getCount() == 0;
  }

  /// Cancels a command that runs here.
  ///
  /// @return whether it did
  boolean cancel(String id) {
    Run run = running.get(id);
    return run != null && stop(run, Run.Cause.CANCEL);
  }

  private void execute(Entry entry, Worker worker) {
    try {
      if (host.ledger().isCancelled(entry.id())) {
        endings.end(entry, State.Last.CANCELLED, "cancelled before it ran");
      } else if (Expiry.hasPassed(entry.expires(), host.clock())) {
        endings.end(entry, State.Last.EXPIRED, "it waited too long");
      } else if (!refusal.isEmpty()) {
        endings.end(entry, State.Last.REJECTED, refusal);
      } else if (entry.bodyAt().isEmpty() || bring(entry, worker)) {
        run(entry, worker);
      }
    } catch (InterruptedException stop) {
      // the node stops before the ledger can be written: the next start takes it up
    } finally {
      tally.is(refusal.isEmpty() ? "idle" : refusal);
    }
  }

  /// Brings arguments here that travel apart, which may take long.
  ///
  /// @return whether they are here; else it has ended, or is left to the next who executes it
  private boolean bring(Entry entry, Worker worker) throws InterruptedException {
    Run run = new Run(entry, () -> workers.remove(worker));
    begin(run);
    tally.is("fetching " + entry.id());
    State.Last state = State.Last.EXPIRED;
    String reason = "its arguments could not be fetched in time";
    try {
      if (host.arguments().bring(entry)) {
        return true;
      }
    } catch (BodyUnusableException e) {
      state = State.Last.REJECTED;
      reason = e.reason();
    } catch (InterruptedException stopped) {
      if (run.cause().filter(Run.Cause.CANCEL::equals).isEmpty()) {
        leave(run);
        return false;
      }
      state = State.Last.CANCELLED;
      reason = "cancelled before it ran";
    } finally {
      running.remove(entry.id());
      run.end();
    }
    endings.end(entry, state, reason);
    return false;
  }

  /// From here on it can be interrupted, also for what came just before.
  private void begin(Run run) {
    running.put(run.entry().id(), run);
    if (host.ledger().isCancelled(run.entry().id())) {
      stop(run, Run.Cause.CANCEL);
    }
    if (stopping) {
      stop(run, Run.Cause.STOP);
    }
  }

  private void run(Entry entry, Worker worker) throws InterruptedException {
    Execution<A> execution = new Execution<>(spec, host, entry);
    if (!insistence.on(execution::bind)) {
      endings.end(entry, State.Last.REJECTED, execution.details());
      return;
    }
    Posting told = host.answers().running(entry, execution.run());
    Duration timeout = execution.timeout();
    long deadline = host.deadlines().nanos() + timeout.toNanos(); // counts from what is told
    if (!insistence.on(() -> host.ledger().advance(entry.id(), State.Open.RUNNING, told))) {
      return; // it has ended meanwhile
    }
    host.meter().reached(spec.subject().toString(), State.Open.RUNNING);
    host.meter().waited(spec.subject(), waited(entry));
    tally.is("running " + entry.id());
    Run run =
        new Run(
            entry,
            () -> {
              workers.remove(worker); // before its thread can take another
              execution.abandon();
            });
    begin(run);
    Duration left = Duration.ofNanos(deadline - host.deadlines().nanos());
    var alarm = host.deadlines().after(left, () -> stop(run, Run.Cause.TIMEOUT));
    long began = System.nanoTime();
    boolean broken = execution.call(worker::handler);
    long worked = System.nanoTime() - began;
    tally.worked(worked);
    host.meter().ran(spec.subject(), Duration.ofNanos(worked));
    alarm.cancel(false);
    running.remove(entry.id());
    if (!run.end()) {
      return; // abandoned: told already, and this thread is replaced
    }
    if (!broken) {
      setbacks.none();
    }
    execution.finish();
    run.cause().ifPresent(cause -> execution.interrupted(cause, timeout));
    if (isLeft(run)) {
      leave(run);
    } else {
      endings.endLater(entry, execution.state(), execution.details());
    }
    if (broken) {
      worker.handler = null;
      tally.restarted();
      setback(execution.reason());
    }
  }

  /// The handler has broken: it is given time, and in the end given up.
  private void setback(String reason) throws InterruptedException {
    tally.error(reason);
    Duration pause = setbacks.another();
    if (setbacks.areTooMany()) {
      refusal = Setbacks.told(reason);
      log.error("{}: {}", spec.subject(), refusal);
      tally.breaks(refusal);
    } else if (pause.isPositive()) {
      tally.stays("pausing, since it failed again and again");
      var _ = host.deadlines().await(retired, pause);
    }
  }

  /// How long since it came. A clock that was set back meanwhile makes that no less than nothing.
  private Duration waited(Entry entry) {
    Duration waited = Duration.between(entry.received(), host.clock().instant());
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  /// Whether a run is left to whoever executes next: the node after its next start, or the next
  /// crew.
  private boolean isLeft(Run run) {
    return spec.repeatable()
        && run.cause()
            .filter(cause -> cause == Run.Cause.STOP || cause == Run.Cause.RETIRE)
            .isPresent();
  }

  private void leave(Run run) {
    if (run.cause().filter(Run.Cause.RETIRE::equals).isPresent()) {
      mailbox.putBack(run.entry());
    }
  }

  /// Interrupts a run, and abandons it when the thread does not come back within the grace.
  private boolean stop(Run run, Run.Cause cause) {
    if (!run.interrupt(cause)) {
      return false;
    }
    var _ = host.deadlines().after(GRACE, () -> Thread.ofVirtual().start(() -> abandon(run)));
    return true;
  }

  private void abandon(Run run) {
    if (!run.abandon()) {
      return;
    }
    Entry entry = run.entry();
    String reason = "broken: the handler ignored its interrupt";
    log.error("{} on {}: {}", entry.id(), spec.subject(), reason);
    running.remove(entry.id());
    try {
      tally.error(reason);
      Run.Cause cause = run.cause().orElse(Run.Cause.TIMEOUT);
      if (cause != Run.Cause.STOP || !spec.repeatable()) {
        endings.end(entry, cause.state(), reason); // else it would run beside itself
      }
      if (!isRetired()) {
        tally.restarted();
        setback(reason);
        hire();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean retire(Duration patience) throws InterruptedException {
    List<Worker> all = wake();
    if (joined(all, patience)) {
      return true;
    }
    running.values().forEach(run -> stop(run, Run.Cause.RETIRE));
    return joined(all, GRACE.plusSeconds(1));
  }

  /// Interrupts what runs, and returns when it has ended or its grace is over.
  @Override
  public void close() {
    stopping = true;
    List<Worker> all = wake();
    running.values().forEach(run -> stop(run, Run.Cause.STOP));
    try {
      var _ = joined(all, GRACE.plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Wakes whoever waits for a message; an interrupt could hit a run.
  private List<Worker> wake() {
    retired.countDown();
    List<Worker> all = List.copyOf(workers);
    all.forEach(worker -> mailbox.wake());
    return all;
  }

  private static <A> boolean joined(List<CommandCrew<A>.Worker> all, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean everybody = true;
    for (CommandCrew<A>.Worker worker : all) {
      everybody &= worker.thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    return everybody;
  }

  /// A thread with a handler of its own.
  private final class Worker {
    private final Thread thread;
    private @Nullable CommandHandler<A> handler;

    Worker() {
      thread = Thread.ofVirtual().name(spec.subject().toString()).unstarted(this::work);
      thread.setContextClassLoader(spec.loader());
    }

    /// The handler, which is made when there is none, or none any more.
    CommandHandler<A> handler() {
      CommandHandler<A> now = handler;
      if (now == null) {
        now = spec.handler().get();
        handler = now;
      }
      return now;
    }

    private void work() {
      try {
        while (workers.contains(this) && !isRetired()) {
          Optional<Entry> next = mailbox.take(); // woken, there is none
          if (next.isPresent() && isRetired()) {
            mailbox.putBack(next.get());
          } else if (next.isPresent()) {
            execute(next.get(), this);
          }
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        workers.remove(this);
      }
    }
  }
}
