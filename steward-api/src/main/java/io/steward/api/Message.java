package io.steward.api;

import java.time.Duration;
import java.util.Optional;

/// A command or an event to be sent. *You make this.*
///
/// @param to the subject; its node is the receiver
/// @param arguments what the receiver's handler binds its arguments from: a record, or a `Map` of
///   plain data
/// @param timeout how long a command may run, at most; the receiver's own limit holds besides
/// @param expiry how long from now until it may no longer be started; without one, the fleet's
///   limit
public record Message(
    Subject to, Object arguments, Optional<Duration> timeout, Optional<Duration> expiry) {

  /// Checks the durations.
  ///
  /// @throws IllegalArgumentException when a duration is not positive
  public Message {
    timeout.ifPresent(value -> positive("timeout", value));
    expiry.ifPresent(value -> positive("expiry", value));
  }

  /// A message with no limits of its own.
  ///
  /// @param to the subject; its node is the receiver
  /// @param arguments a record, or a `Map` of plain data
  /// @return the message
  public static Message to(Subject to, Object arguments) {
    return new Message(to, arguments, Optional.empty(), Optional.empty());
  }

  /// The same, allowed to run this long.
  ///
  /// @param value how long it may run; more than nothing
  /// @return another message
  public Message withTimeout(Duration value) {
    return new Message(to, arguments, Optional.of(value), expiry);
  }

  /// The same, not to be started later than this from now.
  ///
  /// @param value how long from now; more than nothing
  /// @return another message
  public Message withExpiry(Duration value) {
    return new Message(to, arguments, timeout, Optional.of(value));
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("the " + name + " must be positive, not " + value);
    }
  }
}
