package io.steward.runtime.jobs;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.RevisionConflictException;
import io.steward.runtime.fleet.Expiry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one job on a thread of its own.
///
/// Started units are written to the job's status before their commands are published. So a station
/// that crashes in between, or that has been replaced without knowing it, starts no unit that the
/// next station does not know of. When a station takes the job over, and after each interruption of
/// the link, commands in flight are looked up; those that are not found are published again with
/// the same id.
final class JobRunner {

  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  /// The minimum time between two starts of units, however quickly units end: each start costs a
  /// write.
  private static final Duration START_INTERVAL = Duration.ofMillis(50);

  /// How often the status is published, and the presence of units is checked.
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);

  private static final Duration LOOK_UP_INTERVAL = Duration.ofMinutes(1);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final StationContext station;
  private final JobStore store;
  private final RunningJob running;
  private final CommandDispatcher dispatcher;
  private final InFlightCommands inFlight;
  private final Optional<String> rejectProblem;
  private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  private Set<String> online = Set.of();
  private long revision;
  private boolean changed;
  private boolean unitsStarted;
  private Instant nextPresenceCheck = Instant.MIN;
  private Instant nextPlan = Instant.MIN;
  private Instant nextStatus = Instant.MIN;
  private Instant nextLookUp = Instant.MIN;

  /// An input of the runner.
  private sealed interface Input {
    /// A unit answered.
    record UnitAnswer(String messageId, UnitProgress progress) implements Input {}

    /// A control request was stored.
    record ControlReceived() implements Input {}

    /// Messages may have been missed.
    record GapDetected() implements Input {}
  }

  private JobRunner(
      StationContext station,
      JobSpec spec,
      Optional<Revisioned<JobStatus>> status,
      int maxAttempt) {
    this.station = station;
    this.store = station.store();
    this.running = new RunningJob(spec, status.map(Revisioned::value), maxAttempt);
    this.dispatcher = new CommandDispatcher(station, spec);
    this.inFlight = new InFlightCommands(running, dispatcher);
    this.revision = status.map(Revisioned::revision).orElse(0L);
    this.changed = status.isEmpty();
    this.rejectProblem = rejectProblem(station, spec, status.map(Revisioned::value));
  }

  /// Starts or resumes a job.
  ///
  /// @param status the stored status; empty if no station has started the job
  /// @throws IOException if the broker cannot be queried
  static JobRunner of(StationContext station, JobSpec spec, Optional<Revisioned<JobStatus>> status)
      throws IOException, InterruptedException {
    int maxAttempt = status.isEmpty() ? 1 : station.maxAttempt(spec.id(), Long.MAX_VALUE);
    return new JobRunner(station, spec, status, maxAttempt);
  }

  /// Why a job must not run, whatever its status says: anybody may have written that.
  private static Optional<String> rejectProblem(
      StationContext station, JobSpec spec, Optional<JobStatus> status) {
    if (!station.authorized().test(spec.by())) {
      return Optional.of(spec.by() + " is not allowed to create jobs at " + station.name());
    }
    return status
        .filter(started -> !started.isOf(spec))
        .map(_ -> "its spec was replaced after it had started");
  }

  /// Notifies the runner that a control request for this job was stored.
  void controlReceived() {
    inputs.add(new Input.ControlReceived());
  }

  /// Messages may have been missed.
  void gapDetected() {
    inputs.add(new Input.GapDetected());
  }

  /// Runs the job until it has ended, another station runs it, or the thread is interrupted.
  void run() throws InterruptedException {
    rejectProblem.ifPresent(why -> {
      if (!running.hasEnded()) {
        running.reject(why, station.now());
        changed = true;
      }
    });
    gapDetected();
    controlReceived();
    nextLookUp = station.now().plus(LOOK_UP_INTERVAL);
    try (Bus.Subscription _ = station.bus().subscribe(dispatcher.answerSubjects(), this::receive)) {
      while (true) {
        try {
          if (!step()) {
            return;
          }
        } catch (RevisionConflictException conflict) {
          log.info("job {} is run by another station", running.spec().id());
          return;
        } catch (IOException unreachable) {
          log.debug(
              "job {} is waiting for the broker: {}",
              running.spec().id(),
              unreachable.getMessage());
          Thread.sleep(RETRY_DELAY);
        }
      }
    }
  }

  private void receive(InboundMessage answer) {
    if (answer.isStored() && inFlight.isExpected(answer)) {
      try {
        inputs.add(
            new Input.UnitAnswer(
                InFlightCommands.messageId(answer), CommandDispatcher.progress(answer)));
      } catch (IllegalArgumentException unknownState) {
        log.debug("cannot parse {}: {}", answer.subject(), unknownState.getMessage());
      }
    }
  }

  /// @return whether anything is left to do
  private boolean step() throws IOException, InterruptedException {
    Instant now = station.now();
    if (rejectProblem.isPresent()) {
      applyControls(); // each is answered, although none has an effect
      if (changed) {
        publishStatus(now);
      }
      return false;
    }
    checkUnits(now);
    processInputs();
    if (!now.isBefore(nextLookUp)) {
      changed |= inFlight.lookUp(index -> online.contains(running.unit(index)));
      nextLookUp = now.plus(LOOK_UP_INTERVAL);
    }
    if (now.isAfter(running.deadline().plus(Expiry.SKEW))) {
      changed |= inFlight.expire();
    }
    if (!now.isBefore(nextPlan)) {
      planNext(now);
      running.due(now).forEach(index -> start(index, now));
    }
    if (unitsStarted || (changed && (running.hasEnded() || !now.isBefore(nextStatus)))) {
      publishStatus(now);
    }
    changed |= inFlight.send(now);
    return !running.hasEnded() || changed;
  }

  private void checkUnits(Instant now) {
    if (now.isBefore(nextPresenceCheck)) {
      return;
    }
    nextPresenceCheck = now.plus(STATUS_INTERVAL);
    online = station.onlineUnits(now);
    if (running.spec().rollout().acceptsLateJoiners() && running.phase() == JobPhase.RUNNING) {
      admitLateJoiners(now);
    }
  }

  /// Adds the units that match the targets by now.
  private void admitLateJoiners(Instant now) {
    try {
      for (String unit : station.matchingUnits(running.spec().targets(), now)) {
        changed |= running.join(unit);
      }
    } catch (IllegalArgumentException e) {
      running.note("no late joiners: " + e.getMessage());
    }
  }

  /// Waits for an input, or until something may be due, and processes all inputs that have arrived.
  private void processInputs() throws IOException, InterruptedException {
    boolean busy = changed || running.hasSplayed() || inFlight.isWaiting();
    Duration timeout = busy ? START_INTERVAL : STATUS_INTERVAL;
    Input next = inputs.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    while (next != null) {
      switch (next) {
        case Input.UnitAnswer(String messageId, UnitProgress progress) ->
            changed |= inFlight.update(messageId, progress);
        case Input.ControlReceived() -> applyControls();
        case Input.GapDetected() -> changed |= inFlight.lookUp(index -> true);
      }
      next = inputs.poll();
    }
  }

  private void applyControls() throws IOException, InterruptedException {
    Instant now = station.now();
    for (Revisioned<JobControl> control :
        store.controlsAfter(running.spec().id(), running.controlRevision())) {
      int away = new RolloutPlanner(running, online::contains, now).away();
      int maxAttempt = station.maxAttempt(running.spec().id(), control.revision());
      JobControlHandler handler =
          new JobControlHandler(
              running, away, maxAttempt, unit -> station.isTargeted(unit, running.spec()));
      if (rejectProblem.isEmpty() && station.authorized().test(control.value().by())) {
        handler.apply(control.value(), now);
      } else {
        handler.reject(control.value());
      }
      running.controlProcessed(control.revision());
      changed = true;
      nextStatus = Instant.MIN; // an operator is waiting for it
    }
    if (running.phase() == JobPhase.CANCELLED) {
      inFlight.cancel();
    }
  }

  private void planNext(Instant now) {
    if (running.hasEnded()) {
      return;
    }
    switch (new RolloutPlanner(running, online::contains, now).next()) {
      case RolloutStep.Wait() -> {}
      case RolloutStep.StartUnits(var indexes) ->
          indexes.forEach(index -> startAfterSplay(index, now));
      case RolloutStep.CanariesPassed() -> {
        running.passCanaries();
        changed = true;
        planNext(now);
      }
      case RolloutStep.Stop(String why) -> {
        running.stop(why);
        changed = true;
        nextStatus = now;
      }
      case RolloutStep.Finish(String why) -> {
        running.finish(why, now);
        changed = true;
      }
    }
  }

  private void startAfterSplay(int index, Instant now) {
    Duration splay = running.spec().rollout().splay().orElse(Duration.ZERO);
    if (splay.isZero()) {
      start(index, now);
      return;
    }
    // derived from the command's id, so that it is the same after a restart of the station
    long delay = Math.floorMod(running.messageId(index).hashCode(), Math.max(1, splay.toMillis()));
    running.splay(index, now.plusMillis(delay));
  }

  private void start(int index, Instant now) {
    running.begin(now);
    inFlight.start(index);
    changed = true;
    unitsStarted = true;
  }

  private void publishStatus(Instant now) throws IOException, InterruptedException {
    revision = store.put(running.status(station.name().value(), now), revision);
    changed = false;
    nextPlan = unitsStarted ? now.plus(START_INTERVAL) : now;
    unitsStarted = false;
    nextStatus = now.plus(STATUS_INTERVAL);
  }
}
