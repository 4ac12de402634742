package io.steward.runtime.emulation;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.ledger.Posting;
import io.steward.runtime.process.Deadlines;
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

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Bus bus;
  private final Deadlines deadlines;
  private final Map<String, Deque<Posting>> waiting = new LinkedHashMap<>();
  private boolean paused = true;

  EmulatedOutbox(Bus bus, Deadlines deadlines) {
    this.bus = bus;
    this.deadlines = deadlines;
  }

  /// Says something, now or when it may.
  synchronized void say(Posting posting) {
    Deque<Posting> line =
        waiting.computeIfAbsent(posting.subject(), subject -> new ArrayDeque<>(2));
    line.add(posting);
    if (line.size() == 1) {
      carry(posting);
    }
  }

  /// The unit is dead: it says nothing.
  synchronized void pause() {
    paused = true;
  }

  /// The unit lives, or its link is back: all that is not confirmed is said.
  synchronized void resume() {
    paused = false;
    waiting.values().stream().map(Deque::element).toList().forEach(this::carry);
  }

  synchronized int size() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  private void carry(Posting posting) {
    if (paused) {
      return;
    }
    Headers headers = new Headers(posting.headers());
    var _ =
        bus.store(new Letter(posting.subject(), headers, posting.body()))
            .whenComplete((receipt, failure) -> carried(posting, failure));
    posting.copyTo().ifPresent(to -> bus.publish(new Letter(to, headers, posting.body())));
  }

  private synchronized void carried(Posting posting, @Nullable Throwable failure) {
    Deque<Posting> line = waiting.get(posting.subject());
    if (line == null || !posting.equals(line.peek())) {
      return; // it was carried twice
    }
    if (failure != null) {
      long millis = AGAIN.toMillis() + ThreadLocalRandom.current().nextLong(AGAIN.toMillis());
      var _ = deadlines.after(Duration.ofMillis(millis), () -> again(posting));
      return;
    }
    line.remove();
    if (line.isEmpty()) {
      waiting.remove(posting.subject());
    } else {
      carry(line.element());
    }
  }

  private synchronized void again(Posting posting) {
    Deque<Posting> line = waiting.get(posting.subject());
    if (line != null && posting.equals(line.peek())) {
      carry(posting);
    }
  }
}
