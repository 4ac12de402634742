package io.steward.runtime.process;

import io.steward.runtime.concurrent.Backoff;
import java.time.Duration;

/// Counts the consecutive failures of a handler. They cause growing pauses, and in the end disable
/// the handler. The workers, such as {@link CommandWorkerPool}, replace it after each failure.
///
/// Safe for use by any thread.
public final class RestartPolicy {

  /// The number of consecutive failures that disables a handler.
  public static final int MAX_FAILURES = 8;

  /// The first failures cause no pause, since a single message may be their cause and should delay
  /// no other.
  private static final int FAILURES_WITHOUT_PAUSE = 2;

  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

  private final Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
  private int consecutiveFailures;

  /// Starts counting anew after a success.
  synchronized void reset() {
    consecutiveFailures = 0;
    backoff.reset();
  }

  /// Counts a failure.
  ///
  /// @return how long to pause
  synchronized Duration recordFailure() {
    consecutiveFailures++;
    return consecutiveFailures <= FAILURES_WITHOUT_PAUSE ? Duration.ZERO : backoff.next();
  }

  /// Whether the handler is disabled.
  synchronized boolean isExhausted() {
    return consecutiveFailures >= MAX_FAILURES;
  }

  /// The reason while it is disabled.
  static String describe(String last) {
    return "broken: disabled after " + MAX_FAILURES + " consecutive failures; the last: " + last;
  }
}
