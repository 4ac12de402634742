package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads stored messages through a consumer that lives in the broker's memory and only for this
/// read.
final class NatsStreamReader implements Bus.StreamReader {

  private static final Logger log = LoggerFactory.getLogger(NatsStreamReader.class);
  private static final int PAGE_SIZE = 500;
  private static final int PAGE_BYTES = 8 << 20;
  private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);

  private final Connection connection;
  private final String stream;
  private final String subject;
  private final Bus.StartPosition start;
  private final String session;
  private ConsumerContext consumer;
  private long remaining;
  private long lastSequence;
  private long lastSequenceWhenResumed = -1;
  private long missingOnPage;
  private @Nullable FetchConsumer page;

  private NatsStreamReader(
      Connection connection, String stream, String subject, Bus.StartPosition start)
      throws IOException, InterruptedException {
    this.connection = connection;
    this.stream = stream;
    this.subject = subject;
    this.start = start;
    this.session = Established.session(connection);
    this.consumer = createConsumer(start);
    this.remaining = pending(consumer);
  }

  static NatsStreamReader open(
      Connection connection, String stream, String subject, Bus.StartPosition start)
      throws IOException, InterruptedException {
    return new NatsStreamReader(connection, stream, subject, start);
  }

  private ConsumerContext createConsumer(Bus.StartPosition from)
      throws IOException, InterruptedException {
    ConsumerConfiguration.Builder configuration =
        ConsumerConfiguration.builder()
            .name("read-" + UUID.randomUUID())
            .filterSubject(subject)
            .ackPolicy(AckPolicy.None)
            .memStorage(true)
            .numReplicas(1)
            .inactiveThreshold(Duration.ofSeconds(30));
    switch (from) {
      case Bus.StartPosition.AtSequence(long sequence) ->
          configuration
              .deliverPolicy(DeliverPolicy.ByStartSequence)
              .startSequence(Math.max(1, sequence));
      case Bus.StartPosition.SinceTime(var time) ->
          configuration
              .deliverPolicy(DeliverPolicy.ByStartTime)
              .startTime(time.atZone(ZoneOffset.UTC));
      case Bus.StartPosition.LastPerSubject(boolean headersOnly) ->
          configuration.deliverPolicy(DeliverPolicy.LastPerSubject).headersOnly(headersOnly);
    }
    return ApiCalls.call(
        () -> connection.getStreamContext(stream).createOrUpdateConsumer(configuration.build()));
  }

  private static long pending(ConsumerContext consumer) {
    return Objects.requireNonNull(consumer.getCachedConsumerInfo()).getNumPending();
  }

  @Override
  public Optional<InboundMessage> next() throws IOException, InterruptedException {
    while (remaining > 0) {
      if (!Established.session(connection).equals(session)) { // perhaps to an older stream
        throw new IOException("the link went down while " + stream + " was read");
      }
      FetchConsumer current = page;
      if (current == null) {
        missingOnPage = Math.min(PAGE_SIZE, remaining);
        current = fetch();
        page = current;
      }
      Message message = ApiCalls.call(current::nextMessage);
      if (message != null) {
        missingOnPage--;
        remaining = message.metaData().pendingCount();
        long sequence = message.metaData().streamSequence();
        if (sequence > lastSequence) { // a resumed read of the last of each subject starts over
          lastSequence = sequence;
          return Optional.of(NatsMessages.fromConsumer(message));
        }
      } else if (current.isFinished()) {
        endPage(current);
      } else {
        throw new IOException("the broker stopped answering while " + stream + " was read");
      }
    }
    return Optional.empty();
  }

  private void endPage(FetchConsumer ended) throws IOException, InterruptedException {
    close(ended);
    page = null;
    if (connection.getStatus() != Connection.Status.CONNECTED) {
      throw new IOException("the link went down while " + stream + " was read");
    }
    if (missingOnPage > 0) {
      resume();
    }
  }

  /// Continues with a new consumer, since the first one does not send again what it has sent. The
  /// library ends a page as soon as it has counted its last message, which may be before that
  /// message can be fetched (NatsFetchConsumer.nextMessage); and a page that ends by its timeout
  /// may have messages in flight.
  private void resume() throws IOException, InterruptedException {
    if (lastSequence == lastSequenceWhenResumed) {
      throw new IOException("the broker sent nothing while " + stream + " was read");
    }
    lastSequenceWhenResumed = lastSequence;
    deleteConsumer();
    boolean again = lastSequence == 0 || start instanceof Bus.StartPosition.LastPerSubject;
    consumer = createConsumer(again ? start : new Bus.StartPosition.AtSequence(lastSequence + 1));
    remaining = pending(consumer);
  }

  private FetchConsumer fetch() throws IOException, InterruptedException {
    return ApiCalls.call(() ->
        consumer.fetch(
            FetchConsumeOptions.builder()
                .max(pageBytes(), (int) missingOnPage)
                .expiresIn(FETCH_TIMEOUT.toMillis())
                .build()));
  }

  /// Limits the memory for a page. The largest message must fit, or the broker sends none.
  private int pageBytes() {
    return Math.clamp(2 * connection.getMaxPayload(), PAGE_BYTES, Integer.MAX_VALUE);
  }

  private static void close(FetchConsumer page) {
    try {
      page.close();
    } catch (Exception e) {
      log.debug("closing a page: {}", e.toString());
    }
  }

  @Override
  public void close() {
    FetchConsumer current = page;
    if (current != null) {
      close(current);
    }
    deleteConsumer();
  }

  private void deleteConsumer() {
    String name = consumer.getConsumerName();
    try {
      connection.jetStreamManagement().deleteConsumer(stream, name);
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      log.debug("the broker will delete the consumer {} by itself: {}", name, e.getMessage());
    }
  }
}
