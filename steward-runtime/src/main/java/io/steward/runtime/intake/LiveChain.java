package io.steward.runtime.intake;

import io.steward.runtime.bus.InboundMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// The messages that were taken live since a cursor's position, each of which claims to follow the
/// one before it. Whether that is true shows when the stream is read.
///
/// Guarded by the lock of its cursor.
final class LiveChain {

  private static final int FULL = 1024;
  private static final int MAX = 4 * FULL;

  private final LinkedHashMap<Long, Taken> bySequence;

  /// @param durable completes once it is recorded
  private record Taken(String fingerprint, CompletionStage<?> durable) {}

  LiveChain() {
    this(Map.of());
  }

  private LiveChain(Map<Long, Taken> bySequence) {
    this.bySequence = new LinkedHashMap<>(bySequence);
  }

  LiveChain copy() {
    return new LiveChain(bySequence);
  }

  void add(InboundMessage message, CompletionStage<?> durable) {
    bySequence.putLast(message.sequence(), new Taken(Fingerprint.of(message), durable));
  }

  void clear() {
    bySequence.clear();
  }

  /// Removes what is up to a sequence, which was read meanwhile.
  void removeUpTo(long sequence) {
    bySequence.keySet().removeIf(each -> each <= sequence);
  }

  /// Whether this very message was taken.
  boolean contains(InboundMessage message) {
    Taken taken = bySequence.get(message.sequence());
    return taken != null && taken.fingerprint().equals(Fingerprint.of(message));
  }

  /// Whether a message claims to be the next.
  ///
  /// @param start the sequence of the cursor's position
  /// @param previous the sequence of the previous message, as the message says
  boolean continues(long start, long previous, long sequence) {
    long end = Math.max(start, end());
    return previous <= end && sequence > end && bySequence.size() < MAX;
  }

  /// The claimed sequence of the last message; 0 if there is none.
  long end() {
    return bySequence.isEmpty() ? 0 : bySequence.lastEntry().getKey();
  }

  /// Whether it is long enough to be verified.
  boolean isFull() {
    return bySequence.size() >= FULL;
  }

  /// Waits until all are recorded.
  ///
  /// @return whether they are; if not, some failed
  boolean awaitRecorded() {
    try {
      bySequence.values().forEach(each -> each.durable().toCompletableFuture().join());
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }
}
