package io.steward.runtime.emulation;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.process.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// What an emulated unit has said and the broker has not confirmed. Of what is said on one subject,
/// the next follows when the one before it is confirmed, so that no state is overtaken by a later
/// one; what is not confirmed is said again.
///
/// Safe for use by any thread; nothing here waits.
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

  /// Says something, now or when it may.
  synchronized void publish(OutboxMessage message) {
    Deque<OutboxMessage> queue =
        pending.computeIfAbsent(message.subject(), subject -> new ArrayDeque<>(2));
    queue.add(message);
    if (queue.size() == 1) {
      send(message);
    }
  }

  /// The unit is dead: it says nothing.
  synchronized void pause() {
    paused = true;
  }

  /// The unit lives, or its link is back: all that is not confirmed is said.
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
    Headers headers = new Headers(message.headers());
    var _ =
        bus.store(new OutboundMessage(message.subject(), headers, message.body()))
            .whenComplete((ack, failure) -> acknowledged(message, failure));
    message
        .copyTo()
        .ifPresent(to -> bus.publish(new OutboundMessage(to, headers, message.body())));
  }

  private synchronized void acknowledged(OutboxMessage message, @Nullable Throwable failure) {
    Deque<OutboxMessage> queue = pending.get(message.subject());
    if (queue == null || !message.equals(queue.peek())) {
      return; // it was carried twice
    }
    if (failure != null) {
      long millis = RETRY_DELAY.toMillis() + ThreadLocalRandom.current().nextLong(RETRY_DELAY.toMillis());
      var _ = timers.after(Duration.ofMillis(millis), () -> retry(message));
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
