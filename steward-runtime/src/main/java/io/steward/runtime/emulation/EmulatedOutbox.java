package io.steward.runtime.emulation;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.concurrent.Jitter;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.OutboxMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of an emulated unit that the broker has not acknowledged. On each subject, a
/// message is published only after the one before it is acknowledged, so that states stay in order;
/// unacknowledged messages are published again.
///
/// Safe for use by any thread; nothing blocks.
final class EmulatedOutbox {

  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final Bus bus;
  private final Timers timers;
  private final Map<String, Deque<OutboxMessage>> pending = new LinkedHashMap<>();
  private boolean paused = true;

  EmulatedOutbox(Bus bus, Timers timers) {
    this.bus = bus;
    this.timers = timers;
  }

  /// Publishes a message, now or when its turn comes.
  synchronized void publish(OutboxMessage message) {
    Deque<OutboxMessage> queue =
        pending.computeIfAbsent(message.subject(), subject -> new ArrayDeque<>(2));
    queue.add(message);
    if (queue.size() == 1) {
      send(message);
    }
  }

  /// Stops publishing, since the unit was killed.
  synchronized void pause() {
    paused = true;
  }

  /// Publishes all unacknowledged messages, since the unit started or its link is back.
  synchronized void resume() {
    paused = false;
    pending.values().stream().map(Deque::element).toList().forEach(this::send);
  }

  synchronized int size() {
    return pending.values().stream().mapToInt(Deque::size).sum();
  }

  private void send(OutboxMessage message) {
    if (paused) {
      return;
    }
    OutboundMessage outbound =
        new OutboundMessage(message.subject(), new Headers(message.headers()), message.body());
    var _ = bus.store(outbound).whenComplete((ack, failure) -> acknowledged(message, failure));
    message.copyTo().ifPresent(to -> bus.publish(outbound.copyTo(to)));
  }

  private synchronized void acknowledged(OutboxMessage message, @Nullable Throwable failure) {
    Deque<OutboxMessage> queue = pending.get(message.subject());
    if (queue == null || !message.equals(queue.peek())) {
      return; // it was published twice
    }
    if (failure != null) {
      var _ = timers.after(Jitter.atLeast(RETRY_DELAY), () -> retry(message));
      return;
    }
    queue.remove();
    if (queue.isEmpty()) {
      pending.remove(message.subject());
    } else {
      send(queue.element());
    }
  }

  private synchronized void retry(OutboxMessage message) {
    Deque<OutboxMessage> queue = pending.get(message.subject());
    if (queue != null && message.equals(queue.peek())) {
      send(message);
    }
  }
}
