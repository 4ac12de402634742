package io.steward.api;

import java.time.Duration;
import java.util.Optional;

/// One message and all that comes back. *You are given this.*
///
/// Used by one thread at a time. Closing it ends the following, not the command.
public interface Exchange extends AutoCloseable {

  /// {@return the id of the message}
  String id();

  /// Waits for the next answer. After a {@link Answer.Outcome} one there are no more.
  ///
  /// @param patience how long to wait at most
  /// @return the next answer, or nothing when none came in that time
  /// @throws IllegalStateException when the last answer was taken already, or this is closed
  /// @throws InterruptedException when interrupted while it waits; the exchange is as it was
  Optional<Answer> next(Duration patience) throws InterruptedException;

  /// {@return where the exchange stands, judged by the answers taken so far}
  State state();

  @Override
  void close();
}
