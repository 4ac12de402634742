package io.steward.runtime.jobs;

import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/// The commands of a job that have begun and not ended: which are still to be sent or cancelled,
/// and whose answers are waited for.
///
/// For one thread, but for {@link #isExpected}.
final class InFlightCommands {

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final RunningJob running;
  private final CommandDispatcher dispatcher;
  private final Map<String, Integer> expected = new ConcurrentHashMap<>();
  private final Set<Integer> unsent = new TreeSet<>();
  private final Set<Integer> uncancelled = new TreeSet<>();
  private Instant nextSending = Instant.MIN;

  InFlightCommands(RunningJob running, CommandDispatcher dispatcher) {
    this.running = running;
    this.dispatcher = dispatcher;
  }

  /// Whether an answer is of one of them. For any thread.
  boolean isExpected(InboundMessage answer) {
    return expected.containsKey(messageId(answer));
  }

  /// Which command an answer is to.
  static String messageId(InboundMessage answer) {
    return answer.subject().substring(answer.subject().lastIndexOf('.') + 1);
  }

  /// Whether something is still to be sent, or to be cancelled.
  boolean isWaiting() {
    return !unsent.isEmpty() || !uncancelled.isEmpty();
  }

  /// A unit begins. Its command is sent with the next {@link #send}.
  void begin(int place) {
    running.advance(place, UnitProgress.BEGUN);
    expected.put(running.messageId(place), place);
    unsent.add(place);
  }

  /// All of them are to be cancelled.
  void cancel() {
    uncancelled.addAll(open(place -> true));
  }

  /// A unit answered.
  ///
  /// @return whether it went on by that
  boolean heard(String messageId, UnitProgress progress) {
    Integer place = expected.get(messageId);
    return place != null && move(place, progress);
  }

  private boolean move(int place, UnitProgress progress) {
    boolean moved = running.advance(place, progress);
    if (moved && progress.isEnded()) {
      expected.remove(running.messageId(place));
      unsent.remove(place);
      uncancelled.remove(place);
    }
    return moved;
  }

  /// Looks up where some of them are. What the broker does not have is sent again.
  ///
  /// @return whether any went on
  /// @throws IOException when the broker cannot be asked
  boolean lookUp(IntPredicate which) throws IOException, InterruptedException {
    boolean moved = false;
    for (int place : open(which)) {
      expected.put(running.messageId(place), place);
      Optional<UnitProgress> stored = dispatcher.lookUp(running, place);
      moved |= stored.isPresent() && move(place, stored.get());
      if (stored.isEmpty() && running.progress(place).isUnaccepted()) {
        unsent.add(place);
      }
    }
    return moved;
  }

  /// What no unit has taken is not started any more.
  ///
  /// @return whether there was any
  boolean expire() {
    Set<Integer> untaken = open(place -> running.progress(place).isUnaccepted());
    untaken.forEach(place -> move(place, UnitProgress.EXPIRED));
    return !untaken.isEmpty();
  }

  private Set<Integer> open(IntPredicate which) {
    Set<Integer> open = new TreeSet<>();
    for (int place = 0; place < running.size(); place++) {
      if (running.progress(place).isOpen() && which.test(place)) {
        open.add(place);
      }
    }
    return open;
  }

  /// Sends what is to be sent, and cancels what is to be cancelled; what the broker does not take
  /// is tried again a little later.
  ///
  /// @return whether the broker has any more by that
  boolean send(Instant now) throws InterruptedException {
    if (now.isBefore(nextSending) || !isWaiting()) {
      return false;
    }
    Set<Integer> stored = Set.of();
    if (!unsent.isEmpty() && now.isBefore(running.deadline)) {
      Duration left = Duration.between(now, running.deadline);
      stored = dispatcher.send(running, Set.copyOf(unsent), left);
      stored.forEach(place -> move(place, UnitProgress.STORED));
      unsent.removeAll(stored);
    }
    if (!uncancelled.isEmpty()) {
      uncancelled.removeAll(dispatcher.cancel(running, Set.copyOf(uncancelled)));
    }
    nextSending = isWaiting() ? now.plus(TRY_AGAIN) : now;
    return !stored.isEmpty();
  }
}
