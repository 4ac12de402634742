package io.steward.runtime.fleet;

import io.steward.api.Message;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.MessageIdGenerator;
import java.io.IOException;
import java.time.Duration;

/// Sends messages without an outbox: either the broker stores a message, or the caller gets an
/// exception.
///
/// @param bus the connection to the broker
/// @param encoder encodes messages with their sender
public record MessageSender(Bus bus, MessageEncoder encoder) {

  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(15);

  /// Sends a message and follows it.
  ///
  /// @throws IOException if the broker does not acknowledge it for some seconds
  public ExchangeFollower send(Message message) throws IOException, InterruptedException {
    return send(message, Retry.within(DEFAULT_PATIENCE));
  }

  /// Sends a message and follows it.
  ///
  /// @param retry tells how long to try
  /// @throws IOException if the broker does not acknowledge it
  public ExchangeFollower send(Message message, Retry retry)
      throws IOException, InterruptedException {
    return send(message, retry, id -> ExchangeFollower.follow(bus, message.to(), id));
  }

  /// Sends one message of many and follows it.
  ///
  /// @param retry tells how long to try
  /// @param router the router of its method and domain
  /// @throws IOException if the broker does not acknowledge it
  public ExchangeFollower send(Message message, Retry retry, ReplyRouter router)
      throws IOException, InterruptedException {
    return send(message, retry, id -> ExchangeFollower.follow(bus, message.to(), id, router));
  }

  /// Creates the follower of a message from its id.
  @FunctionalInterface
  private interface FollowerFactory {
    ExchangeFollower create(String id) throws InterruptedException;
  }

  private ExchangeFollower send(Message message, Retry retry, FollowerFactory factory)
      throws IOException, InterruptedException {
    String id = MessageIdGenerator.next(encoder.clock());
    EncodedMessage encoded = encoder.encode(message, id); // once: each attempt is the same message
    ExchangeFollower follower = factory.create(id);
    try {
      retry.store(bus, () -> encoded.outbound(bus));
      return follower;
    } catch (IOException | InterruptedException | RuntimeException e) {
      follower.close();
      throw e;
    }
  }
}
