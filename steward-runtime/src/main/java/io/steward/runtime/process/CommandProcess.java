package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.BodyUnusableException;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Posting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mailbox of one subject, and the threads that execute its commands in order.
///
/// @param <A> the arguments of its handler
final class CommandProcess<A> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CommandProcess.class);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final CommandSpec<A> spec;
  private final Host host;
  private final Mailbox mailbox;
  private final Map<String, Run> running = new ConcurrentHashMap<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final Tally tally;
  private final Insistence insistence;
  private volatile boolean closed;

  /// @param onRoom told when there is room in the mailbox again after it was full
  CommandProcess(CommandSpec<A> spec, Host host, Runnable onRoom) {
    this.spec = spec;
    this.host = host;
    this.tally = new Tally(host.changes());
    this.mailbox = new Mailbox(spec.mailbox(), onRoom);
    this.insistence = new Insistence(spec.subject().toString(), tally, () -> closed);
  }

  void start() {
    for (int i = 0; i < spec.processes(); i++) {
      hire();
    }
  }

  private void hire() {
    Worker worker = new Worker();
    workers.add(worker);
    worker.thread.start();
  }

  Subject subject() {
    return spec.subject();
  }

  CommandSpec<A> spec() {
    return spec;
  }

  /// What waits for it.
  Mailbox mailbox() {
    return mailbox;
  }

  /// Cancels a command that runs here.
  ///
  /// @return whether it did
  boolean cancel(String id) {
    Run run = running.get(id);
    return run != null && stop(run, Run.Cause.CANCEL);
  }

  /// How it is.
  ProcessReport report() {
    return tally.report(spec.subject().toString(), mailbox.size());
  }

  private void execute(Entry entry, Worker worker) {
    try {
      if (host.ledger().isCancelled(entry.id())) {
        end(entry, State.Last.CANCELLED, Map.of("reason", "cancelled before it ran"));
      } else if (Expiry.hasPassed(entry.expires(), host.clock())) {
        end(entry, State.Last.EXPIRED, Map.of("reason", "it waited too long"));
      } else if (entry.bodyAt().isEmpty() || bring(entry, worker)) {
        run(entry, worker);
      }
    } catch (InterruptedException stop) {
      // the node stops before the ledger can be written: the next start takes it up
    } finally {
      tally.is("idle");
    }
  }

  /// Brings arguments here that travel apart, which may take long.
  ///
  /// @return whether they are here; else it has ended, or is left to the next start of the node
  private boolean bring(Entry entry, Worker worker) throws InterruptedException {
    Run run = new Run(entry, () -> workers.remove(worker));
    running.put(entry.id(), run);
    if (host.ledger().isCancelled(entry.id())) {
      stop(run, Run.Cause.CANCEL); // it came between the two looks
    }
    if (closed) {
      stop(run, Run.Cause.STOP); // likewise
    }
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
        return false;
      }
      state = State.Last.CANCELLED;
      reason = "cancelled before it ran";
    } finally {
      running.remove(entry.id());
      run.end();
    }
    end(entry, state, Map.of("reason", reason));
    return false;
  }

  private void run(Entry entry, Worker worker) throws InterruptedException {
    Execution<A> execution = new Execution<>(spec, host, entry);
    if (!insistence.on(execution::bind)) {
      end(entry, State.Last.REJECTED, execution.details());
      return;
    }
    Posting told = host.answers().running(entry, execution.run());
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
    running.put(entry.id(), run);
    if (host.ledger().isCancelled(entry.id())) {
      stop(run, Run.Cause.CANCEL); // it came between the two looks
    }
    if (closed) {
      stop(run, Run.Cause.STOP); // likewise
    }
    Duration timeout = execution.timeout();
    var alarm = host.deadlines().after(timeout, () -> stop(run, Run.Cause.TIMEOUT));
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
    if (broken) {
      worker.handler = null;
      tally.restarted();
      tally.error(execution.reason());
    }
    execution.finish();
    run.cause().ifPresent(cause -> execution.interrupted(cause, timeout));
    if (!isLeft(run)) {
      endLater(entry, execution.state(), execution.details());
    }
  }

  /// Whether a run is left to the next start of the node.
  private boolean isLeft(Run run) {
    return spec.repeatable() && run.cause().filter(Run.Cause.STOP::equals).isPresent();
  }

  private void end(Entry entry, State.Last state, Map<String, Object> details)
      throws InterruptedException {
    if (insistence.on(() -> host.end(entry, state, details))) {
      ended(state, details);
    }
  }

  /// Ends a command without waiting: the next one's start is written after it, and waited for, so
  /// that both share an fsync.
  private void endLater(Entry entry, State.Last state, Map<String, Object> details)
      throws InterruptedException {
    try {
      var _ =
          host.endLater(entry, state, details)
              .whenComplete((changed, failure) -> {
                if (failure != null) {
                  Thread.ofVirtual().start(() -> endAtLast(entry, state, details));
                } else if (changed) {
                  ended(state, details);
                }
              });
    } catch (IOException e) {
      end(entry, state, details);
    }
  }

  /// How long since it came. A clock that was set back meanwhile makes that no less than nothing.
  private Duration waited(Entry entry) {
    Duration waited = Duration.between(entry.received(), host.clock().instant());
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  private void ended(State.Last state, Map<String, Object> details) {
    host.meter().reached(spec.subject().toString(), state);
    tally.ended(state, String.valueOf(details.getOrDefault("reason", "")));
  }

  private void endAtLast(Entry entry, State.Last state, Map<String, Object> details) {
    try {
      end(entry, state, details);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the next start finds it running
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
    tally.error(reason);
    running.remove(entry.id());
    try {
      if (!isLeft(run)) {
        State.Last state = run.cause().orElse(Run.Cause.TIMEOUT).state();
        end(entry, state, Map.of("reason", reason));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    if (!closed) {
      tally.restarted();
      hire();
    }
  }

  /// Interrupts what runs, and returns when it has ended or its grace is over.
  @Override
  public void close() {
    closed = true;
    running.values().forEach(run -> stop(run, Run.Cause.STOP));
    long deadline = System.nanoTime() + GRACE.plusSeconds(1).toNanos();
    // wakes whoever waits for a message; an interrupt could hit a run
    List<Worker> all = List.copyOf(workers);
    all.forEach(worker -> mailbox.wake());
    for (Worker worker : all) {
      try {
        worker.thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
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
        while (workers.contains(this)) {
          Optional<Entry> next = mailbox.take();
          if (closed || next.isEmpty()) {
            return; // what waits stays accepted in the ledger
          }
          execute(next.get(), this);
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        workers.remove(this);
      }
    }
  }
}
