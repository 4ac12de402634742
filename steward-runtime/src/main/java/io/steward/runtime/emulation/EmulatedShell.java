package io.steward.runtime.emulation;

import io.steward.api.State;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.outbox.AnswerFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The process `shellcommand.operatingsystem` of an emulated unit: one command at a time, in order.
/// A command with a duration is a timer and is reported as `running`; one without ends as it
/// starts.
///
/// Safe for use by any thread.
final class EmulatedShell {

  private static final int MAILBOX_CAPACITY = 1000;
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
  private static final long PID = ProcessHandle.current().pid();
  private static final Map<String, Object> NO_OUTPUT =
      Map.of(
          "stdout", Map.of("bytes", 0, "dropped", 0), "stderr", Map.of("bytes", 0, "dropped", 0));

  private final MemoryLedger ledger;
  private final EmulatedOutbox outbox;
  private final AnswerFactory answers;
  private final InstantSource clock;
  private final Timers timers;
  private final Runnable onRoom;
  private final Deque<LedgerEntry> waiting = new ArrayDeque<>();
  private @Nullable Running running;
  private boolean alive;
  private boolean full;
  private Optional<String> failureReason = Optional.empty();
  private long done;
  private long failed;
  private String lastError = "";

  /// A running command.
  private record Running(LedgerEntry entry, Instant started, Future<?> timer) {}

  /// @param onRoom called when the mailbox has room again after it was full
  EmulatedShell(
      MemoryLedger ledger,
      EmulatedOutbox outbox,
      AnswerFactory answers,
      Timers timers,
      Runnable onRoom) {
    this.ledger = ledger;
    this.outbox = outbox;
    this.answers = answers;
    this.clock = answers.clock();
    this.timers = timers;
    this.onRoom = onRoom;
  }

  /// Starts with the commands that had not ended when the unit was last up.
  synchronized void start() {
    alive = true;
    done = 0;
    failed = 0;
    lastError = "";
    for (MemoryLedger.Open open : ledger.open()) {
      if (open.state() == State.InProgress.RUNNING) {
        recordOutcome(
            open.entry(),
            State.Terminal.UNKNOWN,
            Map.of("reason", "the node died while it ran, and it must not run twice"));
      } else {
        waiting.add(open.entry());
      }
    }
    startNext();
  }

  /// Stops as a node does on shutdown: the running command is cancelled, waiting ones stay in the
  /// ledger.
  synchronized void stop() {
    Running current = running;
    if (current != null) {
      abort(current, State.Terminal.CANCELLED, "the node stopped while it ran");
    }
    kill();
  }

  /// Stops as a node does that is killed.
  synchronized void kill() {
    alive = false;
    waiting.clear();
    Running current = running;
    running = null;
    if (current != null) {
      current.timer().cancel(false);
    }
  }

  /// Whether the mailbox has room; if not, `onRoom` is called when it has.
  synchronized boolean hasRoom() {
    full |= waiting.size() >= MAILBOX_CAPACITY;
    return !full;
  }

  /// Adds a command from the ledger to the mailbox.
  synchronized void enqueue(LedgerEntry entry) {
    if (alive) {
      waiting.add(entry);
      startNext();
    }
  }

  /// Cancels a waiting or running command.
  ///
  /// @param by who cancels it
  synchronized void cancel(String id, String by) {
    Running current = running;
    if (current != null && current.entry().id().equals(id)) {
      abort(current, State.Terminal.CANCELLED, "cancelled while it ran");
      startNext();
      return;
    }
    waiting.stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .ifPresent(entry -> {
          waiting.remove(entry);
          recordOutcome(
              entry,
              State.Terminal.CANCELLED,
              Map.of("reason", "cancelled by " + by + " before it ran"));
        });
  }

  /// Makes every command fail from now on, or none.
  ///
  /// @param reason the reason of the failures; empty for none
  synchronized void fail(Optional<String> reason) {
    failureReason = reason;
  }

  synchronized ProcessReport report(String subject) {
    Running current = running;
    String state = current == null ? "idle" : "running " + current.entry().id();
    return new ProcessReport(subject, state, waiting.size(), done, failed, 0, 0, lastError);
  }

  private void startNext() {
    while (alive && running == null && !waiting.isEmpty()) {
      startCommand(waiting.remove());
    }
    if (full && waiting.size() < MAILBOX_CAPACITY / 2) {
      full = false;
      onRoom.run();
    }
  }

  private void startCommand(LedgerEntry entry) {
    if (ledger.state(entry.id()).filter(State.InProgress.ACCEPTED::equals).isEmpty()) {
      return; // already started
    }
    if (ledger.isCancelled(entry.id())) {
      recordOutcome(entry, State.Terminal.CANCELLED, Map.of("reason", "cancelled before it ran"));
    } else if (Expiry.hasPassed(entry.expires(), clock)) {
      recordOutcome(entry, State.Terminal.EXPIRED, Map.of("reason", "it waited too long"));
    } else if (entry.bodyAt().isPresent()) {
      String reason = "an emulated unit does not accept arguments that travel separately";
      recordOutcome(entry, State.Terminal.REJECTED, Map.of("reason", reason));
    } else {
      try {
        Document document = Document.json("arguments", entry.body());
        run(entry, EmulatedProgram.of(Binder.bind(document, ShellArguments.class)));
      } catch (ProblemsException e) {
        List<String> problems = e.problems().stream().map(Object::toString).toList();
        String reason = problems.stream().collect(Collectors.joining("; "));
        recordOutcome(entry, State.Terminal.REJECTED, Map.of("reason", reason));
      }
    }
  }

  private void run(LedgerEntry entry, EmulatedProgram program) {
    Instant started = now();
    ledger.recordRun(entry.id());
    if (program.duration().isZero()) {
      finish(entry, program, started);
      return;
    }
    ledger.advance(entry.id(), State.InProgress.RUNNING);
    outbox.publish(answers.running(entry));
    Duration timeout =
        entry.timeout().filter(t -> t.compareTo(MAX_TIMEOUT) < 0).orElse(MAX_TIMEOUT);
    boolean endsInTime = program.duration().compareTo(timeout) <= 0;
    Future<?> timer =
        endsInTime
            ? timers.after(program.duration(), () -> programEnded(entry, program, started))
            : timers.after(timeout, () -> timedOut(entry, timeout));
    running = new Running(entry, started, timer);
  }

  private synchronized void programEnded(
      LedgerEntry entry, EmulatedProgram program, Instant started) {
    Running current = running;
    if (current != null && current.entry().equals(entry)) {
      running = null;
      finish(entry, program, started);
      startNext();
    }
  }

  private synchronized void timedOut(LedgerEntry entry, Duration timeout) {
    Running current = running;
    if (current != null && current.entry().equals(entry)) {
      abort(current, State.Terminal.TIMED_OUT, "stopped after " + PlainData.of(timeout));
      startNext();
    }
  }

  private void abort(Running current, State.Terminal state, String reason) {
    running = null;
    current.timer().cancel(false);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reason", reason);
    recordOutcome(current.entry(), state, withTimes(details, current.started()));
  }

  private void finish(LedgerEntry entry, EmulatedProgram program, Instant started) {
    int exit = failureReason.isPresent() ? 1 : program.exit();
    Map<String, Object> details = new LinkedHashMap<>();
    if (exit != 0) {
      details.put("reason", failureReason.orElse("exit status " + exit));
    }
    Optional<Integer> signal = exit > 128 ? Optional.of(exit - 128) : Optional.empty();
    details.put(
        "result", PlainData.of(new ShellArguments.Result(exit, signal, PID, started, now())));
    recordOutcome(
        entry,
        exit == 0 ? State.Terminal.SUCCEEDED : State.Terminal.FAILED,
        withTimes(details, started));
  }

  private Map<String, Object> withTimes(Map<String, Object> details, Instant started) {
    details.put("started", started.toString());
    details.put("ended", now().toString());
    details.put("output", NO_OUTPUT);
    return details;
  }

  private void recordOutcome(LedgerEntry entry, State.Terminal state, Map<String, Object> details) {
    if (!ledger.advance(entry.id(), state)) {
      return;
    }
    outbox.publish(answers.terminal(entry, state, details));
    if (state == State.Terminal.SUCCEEDED) {
      done++;
    } else {
      failed++;
      lastError = String.valueOf(details.get("reason"));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
