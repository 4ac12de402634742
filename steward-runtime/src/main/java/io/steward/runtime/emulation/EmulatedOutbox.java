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
  synchronized void publish(OutboxMessage outgoing) {
    Deque<OutboxMessage> line =
        pending.computeIfAbsent(outgoing.subject(), subject -> new ArrayDeque<>(2));
    line.add(outgoing);
    if (line.size() == 1) {
      send(outgoing);
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

  private void send(OutboxMessage outgoing) {
    if (paused) {
      return;
    }
    Headers headers = new Headers(outgoing.headers());
    var _ =
        bus.store(new OutboundMessage(outgoing.subject(), headers, outgoing.body()))
            .whenComplete((ack, failure) -> acknowledged(outgoing, failure));
    outgoing
        .copyTo()
        .ifPresent(to -> bus.publish(new OutboundMessage(to, headers, outgoing.body())));
  }

  private synchronized void acknowledged(OutboxMessage outgoing, @Nullable Throwable failure) {
    Deque<OutboxMessage> line = pending.get(outgoing.subject());
    if (line == null || !outgoing.equals(line.peek())) {
      return; // it was carried twice
    }
    if (failure != null) {
      long millis = RETRY_DELAY.toMillis() + ThreadLocalRandom.current().nextLong(RETRY_DELAY.toMillis());
      var _ = timers.after(Duration.ofMillis(millis), () -> retry(outgoing));
      return;
    }
    line.remove();
    if (line.isEmpty()) {
      pending.remove(outgoing.subject());
    } else {
      send(line.element());
    }
  }

  private synchronized void retry(OutboxMessage outgoing) {
    Deque<OutboxMessage> line = pending.get(outgoing.subject());
    if (line != null && outgoing.equals(line.peek())) {
      send(outgoing);
    }
  }
}
