package io.steward.runtime.jobs;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.OutdatedException;
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
final class Conductor {

  private static final Logger log = LoggerFactory.getLogger(Conductor.class);

  /// However quickly units end, others begin no more often than this; each time costs a write.
  private static final Duration BETWEEN_BEGINNINGS = Duration.ofMillis(50);

  /// How often it is told how far the job is, and seen who is there.
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(1);

  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final Station station;
  private final JobBook book;
  private final Standing standing;
  private final Dispatcher dispatcher;
  private final InFlight inFlight;
  private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private Set<String> online = Set.of();
  private long revision;
  private boolean changed;
  private boolean begun;
  private Instant nextGlance = Instant.MIN;
  private Instant nextVerdict = Instant.MIN;
  private Instant nextWord = Instant.MIN;
  private Instant nextLook = Instant.MIN;

  /// Something that was heard.
  private sealed interface Heard {
    /// An answer of a unit.
    record Word(String messageId, Mark mark) implements Heard {}

    /// An operator wished something.
    record Wished() implements Heard {}

    /// Something may have been missed.
    record Missed() implements Heard {}
  }

  /// @param course how far the job is, if anybody has begun it
  Conductor(Station station, Order order, Optional<Kept<Course>> course) {
    this.station = station;
    this.book = station.book();
    this.standing = new Standing(order, course.map(Kept::value));
    this.dispatcher = new Dispatcher(station, order);
    this.inFlight = new InFlight(standing, dispatcher);
    this.revision = course.map(Kept::revision).orElse(0L);
    this.changed = course.isEmpty();
  }

  /// An operator wished something of this job.
  void wished() {
    heard.add(new Heard.Wished());
  }

  /// Something may have been missed.
  void missed() {
    heard.add(new Heard.Missed());
  }

  /// Carries the job out, until it has ended, another station does so, or the thread is
  /// interrupted.
  void run() throws InterruptedException {
    if (changed && !station.from().test(standing.order.by())) {
      standing.phase = Phase.REJECTED;
      standing.why = standing.order.by() + " may not order jobs at " + station.name();
      standing.ended = Optional.of(station.now());
    }
    missed();
    wished();
    nextLook = station.now().plus(BETWEEN_LOOKS);
    try (Bus.Listening _ = station.bus().listen(dispatcher.answers(), this::hear)) {
      while (true) {
        try {
          if (!step()) {
            return;
          }
        } catch (OutdatedException another) {
          log.info("job {} is carried out by another station", standing.order.id());
          return;
        } catch (IOException away) {
          log.debug("job {} waits for the broker: {}", standing.order.id(), away.getMessage());
          Thread.sleep(TRY_AGAIN);
        }
      }
    }
  }

  private void hear(Delivery answer) {
    if (answer.isStored() && inFlight.isExpected(answer)) {
      try {
        heard.add(new Heard.Word(InFlight.messageId(answer), Dispatcher.mark(answer)));
      } catch (IllegalArgumentException newer) {
        log.debug("{} is not understood: {}", answer.subject(), newer.getMessage());
      }
    }
  }

  /// @return whether there is something left to do
  private boolean step() throws IOException, InterruptedException {
    Instant now = station.now();
    glance(now);
    take();
    if (!now.isBefore(nextLook)) {
      changed |= inFlight.lookUp(place -> online.contains(standing.unit(place)));
      nextLook = now.plus(BETWEEN_LOOKS);
    }
    if (now.isAfter(standing.deadline.plus(Expiry.SKEW))) {
      changed |= inFlight.expire();
    }
    if (!now.isBefore(nextVerdict)) {
      judge(now);
      standing.due(now).forEach(place -> begin(place, now));
    }
    if (begun || (changed && (standing.ended.isPresent() || !now.isBefore(nextWord)))) {
      say(now);
    }
    changed |= inFlight.send(now);
    return standing.ended.isEmpty() || changed;
  }

  private void glance(Instant now) {
    if (now.isBefore(nextGlance)) {
      return;
    }
    nextGlance = now.plus(BETWEEN_WORDS);
    online = station.online(now);
    if (standing.order.rollout().isOpen() && standing.phase == Phase.RUNNING) {
      join(now);
    }
  }

  /// Units that fit the targets by now.
  private void join(Instant now) {
    try {
      Targets targets =
          new Targets(standing.order.targets().stream().map(Expression::parse).toList());
      for (Unit unit : station.units().at(now)) {
        changed |= targets.match(unit) && standing.join(unit.name());
      }
    } catch (IllegalArgumentException e) {
      standing.why = "nobody can join: " + e.getMessage();
    }
  }

  /// Waits until something is heard, or may be due, and takes all that was heard.
  private void take() throws IOException, InterruptedException {
    boolean soon = changed || standing.isSplaying() || inFlight.isWaiting();
    Duration patience = soon ? BETWEEN_BEGINNINGS : BETWEEN_WORDS;
    Heard next = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    while (next != null) {
      switch (next) {
        case Heard.Word(String messageId, Mark mark) -> changed |= inFlight.heard(messageId, mark);
        case Heard.Wished() -> fulfil();
        case Heard.Missed() -> changed |= inFlight.lookUp(place -> true);
      }
      next = heard.poll();
    }
  }

  private void fulfil() throws IOException, InterruptedException {
    Instant now = station.now();
    for (Kept<Wish> wish : book.wishes(standing.order.id(), standing.wish)) {
      int away = new Pace(standing, online::contains, now).away();
      Fulfilment fulfilment = new Fulfilment(standing, away);
      if (station.from().test(wish.value().by())) {
        fulfilment.of(wish.value(), now);
      } else {
        fulfilment.refuse(wish.value());
      }
      standing.wish = wish.revision();
      changed = true;
      nextWord = Instant.MIN; // somebody waits for it
    }
    if (standing.phase == Phase.CANCELLED) {
      inFlight.cancel();
    }
  }

  private void judge(Instant now) {
    if (standing.ended.isPresent()) {
      return;
    }
    switch (new Pace(standing, online::contains, now).verdict()) {
      case Verdict.Wait() -> {}
      case Verdict.Begin(var places) -> places.forEach(place -> turn(place, now));
      case Verdict.Proven() -> {
        standing.proven = true;
        changed = true;
        judge(now);
      }
      case Verdict.Stop(String why) -> {
        standing.phase = Phase.STOPPED;
        standing.why = why;
        standing.holdBack();
        changed = true;
        nextWord = now;
      }
      case Verdict.Finish(String why) -> {
        standing.phase = standing.phase == Phase.CANCELLED ? Phase.CANCELLED : Phase.FINISHED;
        standing.why = why.isEmpty() ? standing.why : why;
        standing.ended = Optional.of(now);
        changed = true;
      }
    }
  }

  private void turn(int place, Instant now) {
    Duration splay = standing.order.rollout().splay().orElse(Duration.ZERO);
    if (splay.isZero()) {
      begin(place, now);
      return;
    }
    // drawn from the id of its command, so that it is the same after a station's restart
    long part = Math.floorMod(standing.messageId(place).hashCode(), Math.max(1, splay.toMillis()));
    standing.splay(place, now.plusMillis(part));
  }

  private void begin(int place, Instant now) {
    standing.begun = standing.begun.or(() -> Optional.of(now));
    inFlight.begin(place);
    changed = true;
    begun = true;
  }

  private void say(Instant now) throws IOException, InterruptedException {
    revision = book.put(standing.course(station.name().value(), now), revision);
    changed = false;
    nextVerdict = begun ? now.plus(BETWEEN_BEGINNINGS) : now;
    begun = false;
    nextWord = now.plus(BETWEEN_WORDS);
  }
}
