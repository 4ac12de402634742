package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Cancellation;
import io.steward.runtime.ledger.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that execute the commands of a mailbox, in order. A thread that does not return from
/// its handler is abandoned and replaced.
///
/// @param <A> the arguments of the handler
final class CommandWorkerPool<A extends Record> implements WorkerPool {

  private static final Logger log = LoggerFactory.getLogger(CommandWorkerPool.class);

  private final CommandSpec<A> spec;
  private final Timers timers;
  private final ThreadFailures failures;
  private final BoundedMailbox mailbox;
  private final ProcessStats stats;
  private final HandlerHealth health;
  private final RunningCommands running;
  private final CommandRunner<A> runner;
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch retired = new CountDownLatch(1);

  /// @param unavailableReason why every command is rejected; empty if none is
  CommandWorkerPool(
      CommandSpec<A> spec,
      ProcessHost host,
      BoundedMailbox mailbox,
      ProcessStats stats,
      String unavailableReason) {
    this.spec = spec;
    this.timers = host.engine().timers();
    this.failures = host.engine().failures();
    this.mailbox = mailbox;
    this.stats = stats;
    this.health = new HandlerHealth(spec.subject(), stats, unavailableReason);
    this.running = new RunningCommands(host.ledger(), spec.from(), timers, this::replaceAbandoned);
    this.runner = new CommandRunner<>(spec, host, mailbox, stats, health, running);
  }

  @Override
  public void start() {
    for (int i = 0; i < spec.limits().processes(); i++) {
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
  boolean cancel(Cancellation cancellation) {
    return running.cancel(cancellation);
  }

  private void replaceAbandoned(HandlerRun run) {
    String reason = "broken: the handler ignored its interrupt";
    log.error("{} on {}: {}", run.entry().id(), spec.subject(), reason);
    try {
      stats.recordError(reason);
      runner.recordAbandoned(run, reason);
      if (!isRetired()) {
        stats.countRestart();
        health.recordFailure(reason, timers, retired);
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
    running.retire();
    return joinAll(woken, RunningCommands.INTERRUPT_TIMEOUT.plusSeconds(1));
  }

  /// Interrupts running commands, and returns when they have ended or the timeout is over.
  @Override
  public void close() {
    List<Worker> woken = wakeWorkers(); // first, so that a thread whose run ends takes no other
    running.stop();
    try {
      var _ = joinAll(woken, RunningCommands.INTERRUPT_TIMEOUT.plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Wakes the threads that wait for a command; an interrupt could hit a run.
  private List<Worker> wakeWorkers() {
    retired.countDown();
    List<Worker> woken = List.copyOf(workers);
    for (Worker worker : woken) {
      worker.thread.requestEnd();
      mailbox.wake();
    }
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
  private final class Worker implements CommandRunner.Worker<A> {
    private final SupervisedThread thread;
    private @Nullable CommandHandler<A> handler;

    Worker() {
      thread = SupervisedThread.virtual(spec.subject().toString(), failures, this::run);
      thread.setContextClassLoader(spec.handlers().loader());
    }

    @Override
    public CommandHandler<A> handler() {
      CommandHandler<A> current = handler;
      if (current == null) {
        current = spec.handlers().create();
        handler = current;
      }
      return current;
    }

    @Override
    public void dropHandler() {
      handler = null;
    }

    @Override
    public void detach() {
      workers.remove(this);
    }

    @Override
    public void recordFailure(String reason) throws InterruptedException {
      health.recordFailure(reason, timers, retired);
    }

    private void run() throws InterruptedException {
      while (workers.contains(this) && !isRetired()) {
        Optional<LedgerEntry> next = mailbox.take(); // empty if woken
        if (next.isPresent() && isRetired()) {
          mailbox.putBack(next.get());
        } else if (next.isPresent()) {
          runner.execute(next.get(), this);
        }
      }
      workers.remove(this);
    }
  }
}
