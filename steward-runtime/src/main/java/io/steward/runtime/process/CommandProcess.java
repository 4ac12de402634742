package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final LinkedBlockingQueue<Entry> mailbox = new LinkedBlockingQueue<>();
  private final AtomicInteger occupied = new AtomicInteger();
  private final Map<String, Run> running = new ConcurrentHashMap<>();
  private final Map<Thread, CommandHandler<A>> workers = new ConcurrentHashMap<>();
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
    Thread worker = Thread.ofVirtual().name(spec.subject().toString()).unstarted(this::work);
    worker.setContextClassLoader(spec.loader());
    workers.put(worker, spec.handler().get());
    worker.start();
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
    return occupied.getAndUpdate(now -> Math.min(now + 1, spec.mailbox())) < spec.mailbox();
  }

  /// Gives a place back that was not needed.
  void giveBack() {
    occupied.decrementAndGet();
  }

  /// Puts an accepted command into the place that was taken for it.
  void put(Entry entry) {
    mailbox.add(entry);
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

  private void work() {
    try {
      while (!closed && workers.containsKey(Thread.currentThread())) {
        Entry entry = mailbox.take();
        occupied.decrementAndGet();
        if (mailbox.isEmpty()) {
          onRoom.run();
        }
        execute(entry);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      workers.remove(Thread.currentThread());
    }
  }

  private void execute(Entry entry) {
    try {
      if (host.ledger().isCancelled(entry.id())) {
        end(entry, State.Last.CANCELLED, Map.of("reason", "cancelled before it ran"));
      } else if (entry.expires().filter(host.clock().instant()::isAfter).isPresent()) {
        end(entry, State.Last.EXPIRED, Map.of("reason", "it waited too long"));
      } else {
        run(entry);
      }
    } catch (IOException e) {
      // the ledger cannot be written: it stays accepted there, and is taken up when the node starts
      tally.error(String.valueOf(e.getMessage()));
      log.error("{}: {}", entry.id(), e.getMessage());
    } finally {
      tally.is("idle");
    }
  }

  private void run(Entry entry) throws IOException {
    Execution<A> execution = new Execution<>(spec, host, entry);
    if (!execution.bind()) {
      end(entry, State.Last.REJECTED, execution.details());
      return;
    }
    if (!host.ledger().advance(entry.id(), State.Open.RUNNING, host.answers().running(entry))) {
      return; // it has ended meanwhile
    }
    tally.is("running " + entry.id());
    CommandHandler<A> handler = workers.get(Thread.currentThread());
    if (handler == null) {
      return;
    }
    Run run = new Run(entry, execution::abandon);
    running.put(entry.id(), run);
    if (host.ledger().isCancelled(entry.id())) {
      run.interrupt(Run.Cause.CANCEL); // it came between the two looks
    }
    Duration timeout = execution.timeout();
    var alarm = host.deadlines().after(timeout, () -> stop(run, Run.Cause.TIMEOUT));
    boolean broken;
    try {
      broken = execution.call(handler);
    } finally {
      alarm.cancel(false);
      running.remove(entry.id());
    }
    if (!run.end()) {
      return; // abandoned: told already, and this thread is replaced
    }
    run.cause().ifPresent(cause -> execution.interrupted(cause, timeout));
    if (broken) {
      workers.replace(Thread.currentThread(), spec.handler().get());
      tally.error(execution.reason());
    }
    if (run.cause().filter(Run.Cause.STOP::equals).isPresent() && spec.repeatable()) {
      return; // taken up again when the node starts
    }
    end(entry, execution.state(), execution.details());
  }

  private void end(Entry entry, State.Last state, Map<String, Object> details) throws IOException {
    if (host.ledger().advance(entry.id(), state, host.answers().last(entry, state, details))) {
      tally.ended(state);
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
    workers.remove(run.thread());
    try {
      State.Last state = run.cause().orElse(Run.Cause.TIMEOUT).state();
      end(entry, state, Map.of("reason", reason));
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
    for (Thread worker : workers.keySet()) {
      try {
        if (running.isEmpty()) {
          worker.interrupt(); // it waits for a message
        }
        worker.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
