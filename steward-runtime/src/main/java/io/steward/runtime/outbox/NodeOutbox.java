package io.steward.runtime.outbox;

import io.steward.api.Exchange;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Outbox;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.fleet.EncodedMessage;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.ledger.Body;
import io.steward.runtime.ledger.BodyStore;
import io.steward.runtime.ledger.BodyTooLargeException;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.OutboxMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The outbox of a node's handlers and sources: messages are written to the ledger and published
/// from there.
public final class NodeOutbox implements Outbox {

  private final Bus bus;
  private final Ledger ledger;
  private final InstantSource clock;
  private final MessageEncoder encoder;
  private final Duration retention;

  /// @param retention how long the fleet's streams keep a command that has no expiry of its own
  public NodeOutbox(
      Bus bus, Ledger ledger, NodeName node, Duration retention, InstantSource clock) {
    this.bus = bus;
    this.ledger = ledger;
    this.clock = clock;
    this.encoder = new MessageEncoder(node, clock);
    this.retention = retention;
  }

  @Override
  public String send(Message message) throws InterruptedException {
    String id = MessageIdGenerator.next(clock);
    enqueue(message, id);
    return id;
  }

  @Override
  public Exchange ask(Message message) throws InterruptedException {
    String id = MessageIdGenerator.next(clock);
    ExchangeFollower follower = ExchangeFollower.follow(bus, message.to(), id);
    try {
      enqueue(message, id);
      return follower;
    } catch (RuntimeException | InterruptedException e) {
      follower.close();
      throw e;
    }
  }

  private void enqueue(Message message, String id) throws InterruptedException {
    // the publisher resolves the stored subject, which depends on the number of shards
    String subject = message.to().toString();
    EncodedMessage encoded = encoder.encode(message, id);
    BodyStore bodies = ledger.bodies();
    try {
      Body body = bodies.write(encoded.bodyName(), bodies.maxSize(), encoded::writeBody);
      OutboxMessage outgoing =
          OutboxMessages.of(subject, encoded.headers().values(), body, Optional.empty());
      Instant expires = clock.instant().plus(message.expiry().orElse(retention));
      ledger.unaccepted().append(outgoing, id, message.to(), expires);
    } catch (BodyTooLargeException e) {
      throw new IllegalArgumentException("the message " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
