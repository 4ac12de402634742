package io.steward.runtime.fleet;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.MessageRefusedException;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.RevisionConflictException;
import io.steward.runtime.concurrent.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Calls the broker again, with backoff, until a deadline: its servers elect leaders, restart, and
/// have no room for a while. For senders without an outbox. Whoever stores a message again must use
/// the same id and the same deduplication token, since the broker may have stored it without an
/// acknowledgement.
///
/// Safe for use by any thread.
public final class Retry {

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration MIN_PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(3);

  private final long deadlineNanos;
  private final Consumer<IOException> onFailure;

  private Retry(long deadlineNanos, Consumer<IOException> onFailure) {
    this.deadlineNanos = deadlineNanos;
    this.onFailure = onFailure;
  }

  /// Tries for a time from now, and at least once.
  public static Retry within(Duration patience) {
    return new Retry(System.nanoTime() + patience.toNanos(), _ -> {});
  }

  /// The same, telling of each failed attempt that is followed by another one.
  public Retry reporting(Consumer<IOException> listener) {
    return new Retry(deadlineNanos, listener);
  }

  /// The time left until the deadline; never negative.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  /// One attempt.
  @FunctionalInterface
  public interface Attempt<T> {
    /// Calls the broker.
    ///
    /// @throws IOException if it may succeed another time
    T call() throws IOException, InterruptedException;
  }

  /// Calls the broker until that succeeds.
  ///
  /// @throws IOException the last failure before the deadline; or at once, if no further attempt
  ///   can succeed
  public <T> T call(Attempt<T> attempt) throws IOException, InterruptedException {
    Backoff backoff = new Backoff(MIN_PAUSE, MAX_PAUSE);
    while (true) {
      IOException failure;
      try {
        return attempt.call();
      } catch (MessageRefusedException | RevisionConflictException refused) {
        throw refused;
      } catch (IOException e) {
        failure = e;
      }
      Duration pause = backoff.next();
      if (pause.compareTo(remaining()) >= 0) {
        throw failure;
      }
      onFailure.accept(failure);
      Thread.sleep(pause);
    }
  }

  /// Stores a message.
  ///
  /// @param outbound the message; called for each attempt, since it may have to store a body first
  /// @throws IOException if the broker refuses it, or has not acknowledged it by the deadline
  public Bus.PublishAck store(Bus bus, Attempt<OutboundMessage> outbound)
      throws IOException, InterruptedException {
    return call(() -> storeOnce(bus, outbound.call()));
  }

  private static Bus.PublishAck storeOnce(Bus bus, OutboundMessage outbound)
      throws IOException, InterruptedException {
    try {
      return bus.store(outbound).get(ATTEMPT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case MessageRefusedException refused -> refused;
        case RevisionConflictException conflict -> conflict;
        case null, default -> new IOException("not stored: " + e.getCause(), e);
      };
    } catch (TimeoutException e) {
      throw new IOException("the broker did not acknowledge it", e);
    }
  }
}
