package io.steward.api;

import java.time.Duration;
import java.util.Optional;

/// One message and all answers to it. *steward gives you this.*
///
/// Used by one thread at a time. Closing it stops following the answers; it does not stop the
/// command.
public interface Exchange extends AutoCloseable {

  /// {@return the id of the message}
  String id();

  /// Waits for the next answer. None follows an {@link Answer.Outcome}.
  ///
  /// @param timeout the longest to wait
  /// @return the next answer, or empty when none arrived in time
  /// @throws IllegalStateException when the outcome has been returned already, or this is closed
  /// @throws InterruptedException when interrupted while waiting; the exchange is unchanged
  Optional<Answer> next(Duration timeout) throws InterruptedException;

  /// {@return the state after the answers returned so far}
  State state();

  @Override
  void close();
}
