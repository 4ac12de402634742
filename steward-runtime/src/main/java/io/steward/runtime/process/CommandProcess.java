package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final Runnable onRoom;
  private final LinkedBlockingQueue<Optional<Entry>> mailbox = new LinkedBlockingQueue<>();
  private final AtomicInteger occupied = new AtomicInteger();
  private final AtomicBoolean refused = new AtomicBoolean();
  private final Map<String, Run> running = new ConcurrentHashMap<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final Tally tally = new Tally();
  private volatile boolean closed;

  /// @param onRoom told when there is room in the mailbox again after it was full
  CommandProcess(CommandSpec<A> spec, Host host, Runnable onRoom) {
    this.spec = spec;
    this.host = host;
    this.onRoom = onRoom;
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

  /// Takes a place in the mailbox.
  ///
  /// @return whether there was one
  boolean reserve() {
    if (take()) {
      return true;
    }
    refused.set(true); // said before looking again, so that whoever makes room now sees it
    return take();
  }

  private boolean take() {
    return occupied.getAndUpdate(now -> now < spec.mailbox() ? now + 1 : now) < spec.mailbox();
  }

  /// Gives a place back that was not needed.
  void giveBack() {
    occupied.decrementAndGet();
    room();
  }

  private void room() {
    if (mailbox.isEmpty() && refused.getAndSet(false)) {
      onRoom.run();
    }
  }

  /// Puts an accepted command into the place that was taken for it.
  void put(Entry entry) {
    mailbox.add(Optional.of(entry));
  }

  /// Puts a command back that was accepted before the node started, room or not.
  void restore(Entry entry) {
    occupied.incrementAndGet();
    put(entry);
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
      } else if (entry.expires().filter(host.clock().instant()::isAfter).isPresent()) {
        end(entry, State.Last.EXPIRED, Map.of("reason", "it waited too long"));
      } else {
        run(entry, worker);
      }
    } catch (IOException e) {
      notWritten(entry, e);
    } finally {
      tally.is("idle");
    }
  }

  private void run(Entry entry, Worker worker) throws IOException {
    Execution<A> execution = new Execution<>(spec, host, entry);
    if (!execution.bind()) {
      end(entry, State.Last.REJECTED, execution.details());
      return;
    }
    if (!host.ledger()
        .advance(entry.id(), State.Open.RUNNING, host.answers().running(entry, execution.run()))) {
      return; // it has ended meanwhile
    }
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
    boolean broken = execution.call(worker::handler);
    alarm.cancel(false);
    running.remove(entry.id());
    if (!run.end()) {
      return; // abandoned: told already, and this thread is replaced
    }
    if (broken) {
      worker.handler = null;
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

  private void end(Entry entry, State.Last state, Map<String, Object> details) throws IOException {
    if (host.ledger().advance(entry.id(), state, host.answers().last(entry, state, details))) {
      tally.ended(state);
    }
  }

  /// Ends a command without waiting: the next one's start is written after it, and waited for, so
  /// that both share an fsync.
  private void endLater(Entry entry, State.Last state, Map<String, Object> details) {
    var _ =
        host.ledger()
            .advanceLater(entry.id(), state, host.answers().last(entry, state, details))
            .whenComplete((changed, failure) -> {
              if (failure != null) {
                notWritten(entry, failure);
              } else if (changed) {
                tally.ended(state);
              }
            });
  }

  /// The ledger cannot be written: the command stays as it was there, and is taken up when the node
  /// starts.
  private void notWritten(Entry entry, Throwable failure) {
    tally.error(String.valueOf(failure.getMessage()));
    log.error("{}: {}", entry.id(), failure.getMessage());
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
    } catch (IOException e) {
      log.error("{}: {}", entry.id(), e.getMessage());
    }
    if (!closed) {
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
    all.forEach(worker -> mailbox.add(Optional.empty()));
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
          occupied.decrementAndGet();
          room();
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
