package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.State;
import io.steward.runtime.bus.UnusableBodyException;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
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

/// The threads that execute the commands of a mailbox, in order.
///
/// @param <A> the arguments of the handler
final class CommandWorkerPool<A extends Record> implements WorkerPool {

  private static final Logger log = LoggerFactory.getLogger(CommandProcess.class);
  private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);

  private final CommandSpec<A> spec;
  private final Host host;
  private final Mailbox mailbox;
  private final ProcessStats stats;
  private final LedgerRetry retry;
  private final OutcomeRecorder outcomes;
  private final RestartPolicy restarts = new RestartPolicy(MIN_BACKOFF);
  private final Map<String, HandlerRun> running = new ConcurrentHashMap<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch retired = new CountDownLatch(1);
  private volatile String rejectReason;
  private volatile boolean stopping;

  /// @param unavailableReason why every command is rejected; empty if none is
  CommandWorkerPool(
      CommandSpec<A> spec,
      Host host,
      Mailbox mailbox,
      ProcessStats stats,
      String unavailableReason) {
    this.spec = spec;
    this.host = host;
    this.mailbox = mailbox;
    this.stats = stats;
    this.rejectReason = unavailableReason;
    this.retry = new LedgerRetry(spec.subject().toString(), stats, host.timers(), () -> stopping);
    this.outcomes = new OutcomeRecorder(host, spec.subject(), stats, retry);
  }

  @Override
  public void start() {
    for (int i = 0; i < spec.processes(); i++) {
      startWorker();
    }
  }

  private void startWorker() {
    Worker worker = new Worker();
    workers.add(worker);
    worker.thread.start();
  }

  private boolean isRetired() {
    return retired.getCount() == 0;
  }

  /// Cancels a command that is running here.
  ///
  /// @return whether this call interrupted it
  boolean cancel(String id) {
    HandlerRun run = running.get(id);
    return run != null && interrupt(run, HandlerRun.Cause.CANCEL);
  }

  private void execute(LedgerEntry entry, Worker worker) {
    try {
      if (host.ledger().isCancelled(entry.id())) {
        outcomes.end(entry, State.Terminal.CANCELLED, "cancelled before it ran");
      } else if (Expiry.hasPassed(entry.expires(), host.clock())) {
        outcomes.end(entry, State.Terminal.EXPIRED, "it waited too long");
      } else if (!rejectReason.isEmpty()) {
        outcomes.end(entry, State.Terminal.REJECTED, rejectReason);
      } else if (entry.bodyAt().isEmpty() || fetchArguments(entry, worker)) {
        run(entry, worker);
      }
    } catch (InterruptedException stop) {
      // the node stops before the ledger can be written: it is resumed at the next start
    } finally {
      stats.setState(rejectReason.isEmpty() ? "idle" : rejectReason);
    }
  }

  /// Fetches arguments that are stored separately, which may take long.
  ///
  /// @return whether they are here; otherwise the command has ended, or is left to its next
  ///   execution
  private boolean fetchArguments(LedgerEntry entry, Worker worker) throws InterruptedException {
    HandlerRun run = new HandlerRun(entry, () -> workers.remove(worker));
    register(run);
    stats.setState("fetching " + entry.id());
    State.Terminal state = State.Terminal.EXPIRED;
    String reason = "its arguments could not be fetched in time";
    try {
      if (host.arguments().fetch(entry)) {
        return true;
      }
    } catch (UnusableBodyException e) {
      state = State.Terminal.REJECTED;
      reason = e.reason();
    } catch (InterruptedException stopped) {
      if (run.cause().filter(HandlerRun.Cause.CANCEL::equals).isEmpty()) {
        handOver(run);
        return false;
      }
      state = State.Terminal.CANCELLED;
      reason = "cancelled before it ran";
    } finally {
      running.remove(entry.id());
      run.end();
    }
    outcomes.end(entry, state, reason);
    return false;
  }

  /// Registers a run: from here on it can be interrupted, also by a request that came just before.
  private void register(HandlerRun run) {
    running.put(run.entry().id(), run);
    if (host.ledger().isCancelled(run.entry().id())) {
      interrupt(run, HandlerRun.Cause.CANCEL);
    }
    if (stopping) {
      interrupt(run, HandlerRun.Cause.STOP);
    }
  }

  private void run(LedgerEntry entry, Worker worker) throws InterruptedException {
    Execution<A> execution = new Execution<>(spec, host, entry);
    if (!retry.retry(execution::bind)) {
      outcomes.end(entry, State.Terminal.REJECTED, execution.details());
      return;
    }
    OutboxMessage runningAnswer = host.answers().running(entry, execution.run());
    Duration timeout = execution.timeout();
    long deadline = host.timers().nanos() + timeout.toNanos(); // counts from the running answer
    if (!retry.retry(
        () -> host.ledger().advance(entry.id(), State.InProgress.RUNNING, runningAnswer))) {
      return; // it has ended meanwhile
    }
    host.metrics().stateReached(spec.subject().toString(), State.InProgress.RUNNING);
    host.metrics().waited(spec.subject(), waitingTime(entry));
    stats.setState("running " + entry.id());
    HandlerRun run =
        new HandlerRun(
            entry,
            () -> {
              workers.remove(worker); // before its thread can take another command
              execution.abandon();
            });
    register(run);
    Duration left = Duration.ofNanos(deadline - host.timers().nanos());
    var timer = host.timers().after(left, () -> interrupt(run, HandlerRun.Cause.TIMEOUT));
    long started = System.nanoTime();
    boolean broken = execution.call(worker::handler);
    long elapsed = System.nanoTime() - started;
    stats.addBusyTime(elapsed);
    host.metrics().ran(spec.subject(), Duration.ofNanos(elapsed));
    timer.cancel(false);
    running.remove(entry.id());
    if (!run.end()) {
      return; // abandoned: its outcome is recorded and this thread replaced
    }
    if (!broken) {
      restarts.reset();
    }
    execution.finish();
    run.cause().ifPresent(cause -> execution.recordInterrupt(cause, timeout));
    if (isHandedOver(run)) {
      handOver(run);
    } else {
      outcomes.endLater(entry, execution.state(), execution.details());
    }
    if (broken) {
      worker.handler = null;
      stats.countRestart();
      recordFailure(execution.reason());
    }
  }

  /// The handler is broken: pauses before the next command, and after too many failures rejects all
  /// commands.
  private void recordFailure(String reason) throws InterruptedException {
    stats.recordError(reason);
    Duration pause = restarts.recordFailure();
    if (restarts.isExhausted()) {
      rejectReason = RestartPolicy.describe(reason);
      log.error("{}: {}", spec.subject(), rejectReason);
      stats.announceBroken(rejectReason);
    } else if (pause.isPositive()) {
      stats.announceState("pausing after repeated failures");
      var _ = host.timers().await(retired, pause);
    }
  }

  /// How long it has waited since it was received; zero if the clock was set back meanwhile.
  private Duration waitingTime(LedgerEntry entry) {
    Duration waited = Duration.between(entry.received(), host.clock().instant());
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  /// Whether a run is left to its next execution: by the node after its next start, or by the next
  /// worker pool.
  private boolean isHandedOver(HandlerRun run) {
    return spec.repeatable()
        && run.cause()
            .filter(cause -> cause == HandlerRun.Cause.STOP || cause == HandlerRun.Cause.RETIRE)
            .isPresent();
  }

  private void handOver(HandlerRun run) {
    if (run.cause().filter(HandlerRun.Cause.RETIRE::equals).isPresent()) {
      mailbox.putBack(run.entry());
    }
  }

  /// Interrupts a run, and abandons it if its thread does not return within the timeout.
  private boolean interrupt(HandlerRun run, HandlerRun.Cause cause) {
    if (!run.interrupt(cause)) {
      return false;
    }
    var _ =
        host.timers().after(INTERRUPT_TIMEOUT, () -> Thread.ofVirtual().start(() -> abandon(run)));
    return true;
  }

  private void abandon(HandlerRun run) {
    if (!run.abandon()) {
      return;
    }
    LedgerEntry entry = run.entry();
    String reason = "broken: the handler ignored its interrupt";
    log.error("{} on {}: {}", entry.id(), spec.subject(), reason);
    running.remove(entry.id());
    try {
      stats.recordError(reason);
      HandlerRun.Cause cause = run.cause().orElse(HandlerRun.Cause.TIMEOUT);
      if (cause != HandlerRun.Cause.STOP || !spec.repeatable()) {
        outcomes.end(entry, cause.state(), reason); // else its next execution would run beside it
      }
      if (!isRetired()) {
        stats.countRestart();
        recordFailure(reason);
        startWorker();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean retire(Duration gracePeriod) throws InterruptedException {
    List<Worker> woken = wakeWorkers();
    if (joinAll(woken, gracePeriod)) {
      return true;
    }
    running.values().forEach(run -> interrupt(run, HandlerRun.Cause.RETIRE));
    return joinAll(woken, INTERRUPT_TIMEOUT.plusSeconds(1));
  }

  /// Interrupts running commands, and returns when they have ended or the timeout is over.
  @Override
  public void close() {
    stopping = true;
    List<Worker> woken = wakeWorkers();
    running.values().forEach(run -> interrupt(run, HandlerRun.Cause.STOP));
    try {
      var _ = joinAll(woken, INTERRUPT_TIMEOUT.plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Wakes the threads that wait for a command; an interrupt could hit a run.
  private List<Worker> wakeWorkers() {
    retired.countDown();
    List<Worker> woken = List.copyOf(workers);
    woken.forEach(worker -> mailbox.wake());
    return woken;
  }

  private static <A extends Record> boolean joinAll(
      List<CommandWorkerPool<A>.Worker> woken, Duration gracePeriod) throws InterruptedException {
    long deadline = System.nanoTime() + gracePeriod.toNanos();
    boolean allEnded = true;
    for (CommandWorkerPool<A>.Worker worker : woken) {
      allEnded &= worker.thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    return allEnded;
  }

  /// A thread with a handler of its own.
  private final class Worker {
    private final Thread thread;
    private @Nullable CommandHandler<A> handler;

    Worker() {
      thread = Thread.ofVirtual().name(spec.subject().toString()).unstarted(this::run);
      thread.setContextClassLoader(spec.loader());
    }

    /// The handler, created if there is none or it was dropped.
    CommandHandler<A> handler() {
      CommandHandler<A> current = handler;
      if (current == null) {
        current = spec.handler().get();
        handler = current;
      }
      return current;
    }

    private void run() {
      try {
        while (workers.contains(this) && !isRetired()) {
          Optional<LedgerEntry> next = mailbox.take(); // empty if woken
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
