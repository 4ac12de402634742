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

  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final RunningJob running;
  private final CommandDispatcher dispatcher;
  private final Map<String, Integer> expected = new ConcurrentHashMap<>();
  private final Set<Integer> unsent = new TreeSet<>();
  private final Set<Integer> uncancelled = new TreeSet<>();
  private Instant nextSend = Instant.MIN;

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
  void start(int index) {
    running.advance(index, UnitProgress.BEGUN);
    expected.put(running.messageId(index), index);
    unsent.add(index);
  }

  /// All of them are to be cancelled.
  void cancel() {
    uncancelled.addAll(open(index -> true));
  }

  /// A unit answered.
  ///
  /// @return whether it went on by that
  boolean update(String messageId, UnitProgress progress) {
    Integer index = expected.get(messageId);
    return index != null && advance(index, progress);
  }

  private boolean advance(int index, UnitProgress progress) {
    boolean advanced = running.advance(index, progress);
    if (advanced && progress.isEnded()) {
      expected.remove(running.messageId(index));
      unsent.remove(index);
      uncancelled.remove(index);
    }
    return advanced;
  }

  /// Looks up where some of them are. What the broker does not have is sent again.
  ///
  /// @return whether any went on
  /// @throws IOException when the broker cannot be asked
  boolean lookUp(IntPredicate filter) throws IOException, InterruptedException {
    boolean advanced = false;
    for (int index : open(filter)) {
      expected.put(running.messageId(index), index);
      Optional<UnitProgress> stored = dispatcher.lookUp(running, index);
      advanced |= stored.isPresent() && advance(index, stored.get());
      if (stored.isEmpty() && running.progress(index).isUnaccepted()) {
        unsent.add(index);
      }
    }
    return advanced;
  }

  /// What no unit has taken is not started any more.
  ///
  /// @return whether there was any
  boolean expire() {
    Set<Integer> unaccepted = open(index -> running.progress(index).isUnaccepted());
    unaccepted.forEach(index -> advance(index, UnitProgress.EXPIRED));
    return !unaccepted.isEmpty();
  }

  private Set<Integer> open(IntPredicate filter) {
    Set<Integer> open = new TreeSet<>();
    for (int index = 0; index < running.size(); index++) {
      if (running.progress(index).isOpen() && filter.test(index)) {
        open.add(index);
      }
    }
    return open;
  }

  /// Sends what is to be sent, and cancels what is to be cancelled; what the broker does not take
  /// is tried again a little later.
  ///
  /// @return whether the broker has any more by that
  boolean send(Instant now) throws InterruptedException {
    if (now.isBefore(nextSend) || !isWaiting()) {
      return false;
    }
    Set<Integer> stored = Set.of();
    if (!unsent.isEmpty() && now.isBefore(running.deadline)) {
      Duration left = Duration.between(now, running.deadline);
      stored = dispatcher.send(running, Set.copyOf(unsent), left);
      stored.forEach(index -> advance(index, UnitProgress.STORED));
      unsent.removeAll(stored);
    }
    if (!uncancelled.isEmpty()) {
      uncancelled.removeAll(dispatcher.cancel(running, Set.copyOf(uncancelled)));
    }
    nextSend = isWaiting() ? now.plus(RETRY_DELAY) : now;
    return !stored.isEmpty();
  }
}
