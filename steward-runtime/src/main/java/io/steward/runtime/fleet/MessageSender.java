package io.steward.runtime.fleet;

import io.steward.api.Message;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.bus.OutboundMessage;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Sends messages without an outbox: either the broker stores a message, or the caller gets an
/// exception.
///
/// @param bus the connection to the broker
/// @param encoder encodes messages with their sender
public record MessageSender(Bus bus, MessageEncoder encoder) {

  private static final int ATTEMPTS = 3;
  private static final long PUBLISH_TIMEOUT_SECONDS = 5;

  /// Sends a message and follows it.
  ///
  /// @throws IOException if the broker does not acknowledge it
  public ExchangeFollower send(Message message) throws IOException, InterruptedException {
    return send(message, id -> ExchangeFollower.follow(bus, message.to(), id));
  }

  /// Sends one message of many and follows it.
  ///
  /// @param router the router of its method and domain
  /// @throws IOException if the broker does not acknowledge it
  public ExchangeFollower send(Message message, ReplyRouter router)
      throws IOException, InterruptedException {
    return send(message, id -> ExchangeFollower.follow(bus, message.to(), id, router));
  }

  /// Creates the follower of a message from its id.
  @FunctionalInterface
  private interface FollowerFactory {
    ExchangeFollower create(String id) throws InterruptedException;
  }

  private ExchangeFollower send(Message message, FollowerFactory factory)
      throws IOException, InterruptedException {
    String id = MessageIdGenerator.next(encoder.clock());
    EncodedMessage encoded = encoder.encode(message, id);
    ExchangeFollower follower = factory.create(id);
    try {
      store(encoded.outbound(bus));
      return follower;
    } catch (IOException | InterruptedException | RuntimeException e) {
      follower.close();
      throw e;
    }
  }

  private void store(OutboundMessage outbound) throws IOException, InterruptedException {
    IOException failure = new IOException("not attempted");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        bus.store(outbound).get(PUBLISH_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        failure = new IOException("not stored: " + e.getCause(), e);
      } catch (java.util.concurrent.TimeoutException e) {
        failure = new IOException("the broker did not acknowledge it", e);
      }
    }
    throw failure;
  }
}
