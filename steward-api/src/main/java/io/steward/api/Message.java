package io.steward.api;

import java.time.Duration;
import java.util.Optional;

/// A command or an event to send. *You create this.*
///
/// @param to the subject; its node is the receiver
/// @param arguments of the receiver's handler: a record, or a `Map` of plain data
/// @param timeout the longest a command may run; the receiver's own limit also applies
/// @param expiry how long from now it may still be started; the fleet's limit by default
public record Message(
    Subject to, Object arguments, Optional<Duration> timeout, Optional<Duration> expiry) {

  /// Checks the durations.
  ///
  /// @throws IllegalArgumentException when a duration is not positive
  public Message {
    timeout.ifPresent(value -> positive("timeout", value));
    expiry.ifPresent(value -> positive("expiry", value));
  }

  /// A message without its own timeout and expiry.
  ///
  /// @param to the subject; its node is the receiver
  /// @param arguments a record, or a `Map` of plain data
  /// @return the message
  public static Message to(Subject to, Object arguments) {
    return new Message(to, arguments, Optional.empty(), Optional.empty());
  }

  /// The same message with a timeout.
  ///
  /// @param value the longest it may run; positive
  /// @return a new message
  public Message withTimeout(Duration value) {
    return new Message(to, arguments, Optional.of(value), expiry);
  }

  /// The same message with an expiry.
  ///
  /// @param value how long from now it may still be started; positive
  /// @return a new message
  public Message withExpiry(Duration value) {
    return new Message(to, arguments, timeout, Optional.of(value));
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("the " + name + " must be positive, not " + value);
    }
  }
}
