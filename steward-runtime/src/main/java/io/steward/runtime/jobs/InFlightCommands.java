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

/// A job's commands that have started and not ended: which of them are still to be published or
/// cancelled, and whose answers are expected.
///
/// Not thread-safe, except for {@link #isExpected}.
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

  /// Whether an answer is to one of these commands. Safe for use by any thread.
  boolean isExpected(InboundMessage answer) {
    return expected.containsKey(messageId(answer));
  }

  /// The id of the command that an answer is to.
  static String messageId(InboundMessage answer) {
    return answer.subject().substring(answer.subject().lastIndexOf('.') + 1);
  }

  /// Whether any command is still to be published or cancelled.
  boolean isWaiting() {
    return !unsent.isEmpty() || !uncancelled.isEmpty();
  }

  /// Starts a unit. The next {@link #send} publishes its command.
  void start(int index) {
    running.advance(index, UnitProgress.BEGUN);
    expected.put(running.messageId(index), index);
    unsent.add(index);
  }

  /// Marks all of them to be cancelled.
  void cancel() {
    uncancelled.addAll(open(index -> true));
  }

  /// Updates a unit by an answer.
  ///
  /// @return whether its progress changed
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

  /// Looks up the stored progress of some of them. Commands that the broker does not have are
  /// published again.
  ///
  /// @return whether the progress of any changed
  /// @throws IOException if the broker cannot be queried
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

  /// Expires the commands that no unit has accepted.
  ///
  /// @return whether there were any
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

  /// Publishes pending commands and cancellations. Those that the broker does not acknowledge are
  /// retried after a delay.
  ///
  /// @return whether the broker has stored any command
  boolean send(Instant now) throws InterruptedException {
    if (now.isBefore(nextSend) || !isWaiting()) {
      return false;
    }
    Set<Integer> stored = Set.of();
    if (!unsent.isEmpty() && now.isBefore(running.deadline())) {
      Duration left = Duration.between(now, running.deadline());
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
