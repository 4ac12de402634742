package io.steward.runtime.jobs;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.RevisionConflictException;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.targeting.Expression;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries one job out, on a thread of its own.
///
/// What is to begin is put into the job's course before it is sent, so that a station that dies in
/// between, or has been replaced without knowing it, begins nothing that the next one does not know
/// of. What was in flight is looked up when a station takes the job on, and after each interruption
/// of the link; what is not to be found is sent again under the same id.
final class JobRunner {

  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  /// However quickly units end, others begin no more often than this; each time costs a write.
  private static final Duration BETWEEN_BEGINNINGS = Duration.ofMillis(50);

  /// How often it is told how far the job is, and seen who is there.
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(1);

  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final StationContext station;
  private final JobStore book;
  private final RunningJob running;
  private final CommandDispatcher dispatcher;
  private final InFlightCommands inFlight;
  private final LinkedBlockingQueue<Input> heard = new LinkedBlockingQueue<>();
  private Set<String> online = Set.of();
  private long revision;
  private boolean changed;
  private boolean begun;
  private Instant nextGlance = Instant.MIN;
  private Instant nextVerdict = Instant.MIN;
  private Instant nextWord = Instant.MIN;
  private Instant nextLook = Instant.MIN;

  /// Something that was heard.
  private sealed interface Input {
    /// An answer of a unit.
    record UnitAnswer(String messageId, UnitProgress mark) implements Input {}

    /// An operator wished something.
    record ControlReceived() implements Input {}

    /// Something may have been missed.
    record GapDetected() implements Input {}
  }

  /// @param course how far the job is, if anybody has begun it
  JobRunner(StationContext station, JobSpec spec, Optional<Revisioned<JobStatus>> course) {
    this.station = station;
    this.book = station.book();
    this.running = new RunningJob(spec, course.map(Revisioned::value));
    this.dispatcher = new CommandDispatcher(station, spec);
    this.inFlight = new InFlightCommands(running, dispatcher);
    this.revision = course.map(Revisioned::revision).orElse(0L);
    this.changed = course.isEmpty();
  }

  /// An operator wished something of this job.
  void controlReceived() {
    heard.add(new Input.ControlReceived());
  }

  /// Something may have been missed.
  void gapDetected() {
    heard.add(new Input.GapDetected());
  }

  /// Carries the job out, until it has ended, another station does so, or the thread is
  /// interrupted.
  void run() throws InterruptedException {
    if (changed && !station.from().test(running.spec.by())) {
      running.phase = JobPhase.REJECTED;
      running.why = running.spec.by() + " may not order jobs at " + station.name();
      running.ended = Optional.of(station.now());
    }
    gapDetected();
    controlReceived();
    nextLook = station.now().plus(BETWEEN_LOOKS);
    try (Bus.Subscription _ = station.bus().subscribe(dispatcher.answers(), this::receive)) {
      while (true) {
        try {
          if (!step()) {
            return;
          }
        } catch (RevisionConflictException another) {
          log.info("job {} is carried out by another station", running.spec.id());
          return;
        } catch (IOException away) {
          log.debug("job {} waits for the broker: {}", running.spec.id(), away.getMessage());
          Thread.sleep(TRY_AGAIN);
        }
      }
    }
  }

  private void receive(InboundMessage answer) {
    if (answer.isStored() && inFlight.isExpected(answer)) {
      try {
        heard.add(
            new Input.UnitAnswer(
                InFlightCommands.messageId(answer), CommandDispatcher.progress(answer)));
      } catch (IllegalArgumentException newer) {
        log.debug("{} is not understood: {}", answer.subject(), newer.getMessage());
      }
    }
  }

  /// @return whether there is something left to do
  private boolean step() throws IOException, InterruptedException {
    Instant now = station.now();
    checkUnits(now);
    take();
    if (!now.isBefore(nextLook)) {
      changed |= inFlight.lookUp(place -> online.contains(running.unit(place)));
      nextLook = now.plus(BETWEEN_LOOKS);
    }
    if (now.isAfter(running.deadline.plus(Expiry.SKEW))) {
      changed |= inFlight.expire();
    }
    if (!now.isBefore(nextVerdict)) {
      planNext(now);
      running.due(now).forEach(place -> begin(place, now));
    }
    if (begun || (changed && (running.ended.isPresent() || !now.isBefore(nextWord)))) {
      publishStatus(now);
    }
    changed |= inFlight.send(now);
    return running.ended.isEmpty() || changed;
  }

  private void checkUnits(Instant now) {
    if (now.isBefore(nextGlance)) {
      return;
    }
    nextGlance = now.plus(BETWEEN_WORDS);
    online = station.online(now);
    if (running.spec.rollout().isOpen() && running.phase == JobPhase.RUNNING) {
      join(now);
    }
  }

  /// Units that fit the targets by now.
  private void join(Instant now) {
    try {
      Targets targets =
          new Targets(running.spec.targets().stream().map(Expression::parse).toList());
      for (Unit unit : station.units().at(now)) {
        changed |= targets.match(unit) && running.join(unit.name());
      }
    } catch (IllegalArgumentException e) {
      running.why = "nobody can join: " + e.getMessage();
    }
  }

  /// Waits until something is heard, or may be due, and takes all that was heard.
  private void take() throws IOException, InterruptedException {
    boolean soon = changed || running.isSplaying() || inFlight.isWaiting();
    Duration patience = soon ? BETWEEN_BEGINNINGS : BETWEEN_WORDS;
    Input next = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    while (next != null) {
      switch (next) {
        case Input.UnitAnswer(String messageId, UnitProgress progress) ->
            changed |= inFlight.heard(messageId, progress);
        case Input.ControlReceived() -> applyControls();
        case Input.GapDetected() -> changed |= inFlight.lookUp(place -> true);
      }
      next = heard.poll();
    }
  }

  private void applyControls() throws IOException, InterruptedException {
    Instant now = station.now();
    for (Revisioned<JobControl> wish : book.controlsAfter(running.spec.id(), running.wish)) {
      int away = new RolloutPlanner(running, online::contains, now).away();
      JobControlHandler jobControlHandler = new JobControlHandler(running, away);
      if (station.from().test(wish.value().by())) {
        jobControlHandler.apply(wish.value(), now);
      } else {
        jobControlHandler.refuse(wish.value());
      }
      running.wish = wish.revision();
      changed = true;
      nextWord = Instant.MIN; // somebody waits for it
    }
    if (running.phase == JobPhase.CANCELLED) {
      inFlight.cancel();
    }
  }

  private void planNext(Instant now) {
    if (running.ended.isPresent()) {
      return;
    }
    switch (new RolloutPlanner(running, online::contains, now).next()) {
      case RolloutStep.Wait() -> {}
      case RolloutStep.StartUnits(var places) -> places.forEach(place -> turn(place, now));
      case RolloutStep.CanariesPassed() -> {
        running.proven = true;
        changed = true;
        planNext(now);
      }
      case RolloutStep.Stop(String why) -> {
        running.phase = JobPhase.STOPPED;
        running.why = why;
        running.pause();
        changed = true;
        nextWord = now;
      }
      case RolloutStep.Finish(String why) -> {
        running.phase =
            running.phase == JobPhase.CANCELLED ? JobPhase.CANCELLED : JobPhase.FINISHED;
        running.why = why.isEmpty() ? running.why : why;
        running.ended = Optional.of(now);
        changed = true;
      }
    }
  }

  private void turn(int place, Instant now) {
    Duration splay = running.spec.rollout().splay().orElse(Duration.ZERO);
    if (splay.isZero()) {
      begin(place, now);
      return;
    }
    // drawn from the id of its command, so that it is the same after a station's restart
    long part = Math.floorMod(running.messageId(place).hashCode(), Math.max(1, splay.toMillis()));
    running.splay(place, now.plusMillis(part));
  }

  private void begin(int place, Instant now) {
    running.begun = running.begun.or(() -> Optional.of(now));
    inFlight.begin(place);
    changed = true;
    begun = true;
  }

  private void publishStatus(Instant now) throws IOException, InterruptedException {
    revision = book.put(running.status(station.name().value(), now), revision);
    changed = false;
    nextVerdict = begun ? now.plus(BETWEEN_BEGINNINGS) : now;
    begun = false;
    nextWord = now.plus(BETWEEN_WORDS);
  }
}
