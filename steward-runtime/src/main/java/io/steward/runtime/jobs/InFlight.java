package io.steward.runtime.jobs;

import io.steward.runtime.bus.Delivery;
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
final class InFlight {

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final Standing standing;
  private final Dispatcher dispatcher;
  private final Map<String, Integer> expected = new ConcurrentHashMap<>();
  private final Set<Integer> unsent = new TreeSet<>();
  private final Set<Integer> uncancelled = new TreeSet<>();
  private Instant nextSending = Instant.MIN;

  InFlight(Standing standing, Dispatcher dispatcher) {
    this.standing = standing;
    this.dispatcher = dispatcher;
  }

  /// Whether an answer is of one of them. For any thread.
  boolean isExpected(Delivery answer) {
    return expected.containsKey(messageId(answer));
  }

  /// Which command an answer is to.
  static String messageId(Delivery answer) {
    return answer.subject().substring(answer.subject().lastIndexOf('.') + 1);
  }

  /// Whether something is still to be sent, or to be cancelled.
  boolean isWaiting() {
    return !unsent.isEmpty() || !uncancelled.isEmpty();
  }

  /// A unit begins. Its command is sent with the next {@link #send}.
  void begin(int place) {
    standing.advance(place, Mark.BEGUN);
    expected.put(standing.messageId(place), place);
    unsent.add(place);
  }

  /// All of them are to be cancelled.
  void cancel() {
    uncancelled.addAll(open(place -> true));
  }

  /// A unit answered.
  ///
  /// @return whether it went on by that
  boolean heard(String messageId, Mark mark) {
    Integer place = expected.get(messageId);
    return place != null && move(place, mark);
  }

  private boolean move(int place, Mark mark) {
    boolean moved = standing.advance(place, mark);
    if (moved && mark.isEnded()) {
      expected.remove(standing.messageId(place));
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
      expected.put(standing.messageId(place), place);
      Optional<Mark> stored = dispatcher.look(standing, place);
      moved |= stored.isPresent() && move(place, stored.get());
      if (stored.isEmpty() && standing.mark(place).isUntaken()) {
        unsent.add(place);
      }
    }
    return moved;
  }

  /// What no unit has taken is not started any more.
  ///
  /// @return whether there was any
  boolean expire() {
    Set<Integer> untaken = open(place -> standing.mark(place).isUntaken());
    untaken.forEach(place -> move(place, Mark.EXPIRED));
    return !untaken.isEmpty();
  }

  private Set<Integer> open(IntPredicate which) {
    Set<Integer> open = new TreeSet<>();
    for (int place = 0; place < standing.size(); place++) {
      if (standing.mark(place).isOpen() && which.test(place)) {
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
    if (!unsent.isEmpty() && now.isBefore(standing.deadline)) {
      Duration left = Duration.between(now, standing.deadline);
      stored = dispatcher.send(standing, Set.copyOf(unsent), left);
      stored.forEach(place -> move(place, Mark.STORED));
      unsent.removeAll(stored);
    }
    if (!uncancelled.isEmpty()) {
      uncancelled.removeAll(dispatcher.cancel(standing, Set.copyOf(uncancelled)));
    }
    nextSending = isWaiting() ? now.plus(TRY_AGAIN) : now;
    return !stored.isEmpty();
  }
}
