package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.steward.api.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Consumes stored events one at a time. An event that was fetched ahead of the current one would
/// be redelivered out of order after the link breaks.
final class NatsDurableConsumer implements Bus.DurableConsumer {

  private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration ACK_WAIT = Duration.ofSeconds(30);
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(5);

  private static final int CHECK_EVERY = 5;

  private final ConsumerContext consumer;
  private int emptyFetches;

  private NatsDurableConsumer(ConsumerContext consumer) {
    this.consumer = consumer;
  }

  static NatsDurableConsumer open(Connection connection, Addresses addresses, Subject event)
      throws IOException, InterruptedException {
    ConsumerConfiguration configuration =
        ConsumerConfiguration.builder()
            .durable(event.node() + "_" + event.method() + "_" + event.domain())
            .filterSubject(addresses.storedSubject(event))
            .deliverPolicy(DeliverPolicy.All)
            .ackPolicy(AckPolicy.Explicit)
            .ackWait(ACK_WAIT)
            .maxAckPending(1)
            .build();
    return ApiCalls.call(() ->
        new NatsDurableConsumer(
            connection
                .getStreamContext(addresses.eventsStream())
                .createOrUpdateConsumer(configuration)));
  }

  @Override
  public Optional<Bus.AckableMessage> next() throws IOException, InterruptedException {
    Message next = ApiCalls.<@Nullable Message>call(() -> consumer.next(FETCH_TIMEOUT));
    if (next != null) {
      emptyFetches = 0;
    } else if (++emptyFetches % CHECK_EVERY == 0) {
      // a recreated stream has no consumer, and the broker does not report that to a fetch
      ApiCalls.call(consumer::getConsumerInfo);
    }
    return Optional.ofNullable(next).map(AckableNatsMessage::new);
  }

  /// Does nothing: each event is fetched by a request of its own.
  @Override
  public void close() {}

  private record AckableNatsMessage(Message natsMessage) implements Bus.AckableMessage {

    @Override
    public InboundMessage message() {
      return NatsMessages.fromConsumer(natsMessage);
    }

    @Override
    public void acknowledge() throws IOException, InterruptedException {
      try {
        natsMessage.ackSync(ACK_TIMEOUT);
      } catch (TimeoutException | IllegalStateException e) {
        throw new IOException("the broker did not confirm the acknowledgement", e);
      }
    }

    @Override
    public void inProgress() {
      natsMessage.inProgress();
    }
  }
}
