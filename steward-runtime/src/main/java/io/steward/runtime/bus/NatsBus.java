package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.api.PurgeResponse;
import io.nats.client.impl.NatsMessage;
import io.steward.api.Subject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bus over a NATS broker with JetStream, 2.9.10 or newer.
///
/// A node's bus ({@link #open}) connects in the background, retries forever, and creates the
/// fleet's streams if there are none. A client's bus ({@link #connect}) connects at once or fails,
/// and creates nothing.
public final class NatsBus implements Bus {

  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int CLIENT_ERROR = 4; // the first digit of the code, as in HTTP
  private static final String STREAM_FULL_PREFIX =
      "maximum bytes exceeded"; // one error code covers all failures to store
  private static final long DEFAULT_MAX_PAYLOAD = 1 << 20;

  private final NatsConnection link;

  private NatsBus(NatsConnection link) {
    this.link = link;
  }

  /// Opens the bus of a node. Returns at once; the bus is up once a broker has been reached.
  ///
  /// @param servers the addresses of the brokers
  /// @param name the name of the connection at the broker: the name of the node
  /// @param layout how missing streams are created
  public static NatsBus open(List<URI> servers, String name, StreamLayout layout) {
    return open(ConnectOptions.withServers(servers), name, layout);
  }

  /// Opens the bus of a node with credentials.
  public static NatsBus open(ConnectOptions options, String name, StreamLayout layout) {
    return new NatsBus(NatsConnection.open(options, name, layout));
  }

  /// Opens the bus of a client, on existing streams.
  ///
  /// @throws IOException if no broker answers, or it has no such fleet
  public static NatsBus connect(List<URI> servers, String name, String prefix)
      throws IOException, InterruptedException {
    return connect(ConnectOptions.withServers(servers), name, prefix);
  }

  /// Opens the bus of a client with credentials.
  ///
  /// @throws IOException if no broker answers, it refuses the credentials, or it has no such fleet
  public static NatsBus connect(ConnectOptions options, String name, String prefix)
      throws IOException, InterruptedException {
    return new NatsBus(NatsConnection.connect(options, name, prefix));
  }

  @Override
  public Addresses addresses() throws InterruptedException {
    try {
      return link.first().get().addresses();
    } catch (ExecutionException e) {
      throw new BusClosedException(e);
    }
  }

  @Override
  public CompletableFuture<PublishAck> store(OutboundMessage outbound) {
    try {
      Established established = link.ready();
      if (outbound.size() > maxPayload()) {
        return CompletableFuture.failedFuture(outbound.tooLargeFor(maxPayload()));
      }
      // the future fails by itself if there is no answer within 5 to 10 s
      return established
          .jetStream()
          .publishAsync(toNatsMessage(outbound))
          .thenApply(ack -> new PublishAck(ack.getStream(), ack.getSeqno(), ack.isDuplicate()))
          .exceptionallyCompose(
              failure -> CompletableFuture.failedFuture(NatsBus.storeFailure(failure)));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(new IOException(e.getMessage(), e));
    }
  }

  private static IOException storeFailure(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof JetStreamApiException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof JetStreamApiException refused) {
      if (refused.getApiErrorCode() == WRONG_LAST_SEQUENCE) {
        return new RevisionConflictException(refused.toString());
      }
      if (String.valueOf(refused.getErrorDescription()).startsWith(STREAM_FULL_PREFIX)) {
        return new StreamFullException(refused.toString());
      }
      if (refused.getErrorCode() / 100 == CLIENT_ERROR) {
        return new MessageRefusedException(refused.toString());
      }
    }
    return new IOException("the broker did not store the message: " + cause, failure);
  }

  @Override
  public void publish(OutboundMessage outbound) {
    try {
      link.ready().connection().publish(toNatsMessage(outbound));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      log.debug("not published to {}: {}", outbound.subject(), e.getMessage());
    }
  }

  private static Message toNatsMessage(OutboundMessage outbound) {
    return NatsMessage.builder()
        .subject(outbound.subject())
        .headers(NatsMessages.toNats(outbound.headers()))
        .data(outbound.body())
        .build();
  }

  @Override
  public SubscriptionSet subscriptions(Consumer<InboundMessage> handler) {
    return NatsSubscriptionSet.open(link, handler);
  }

  @Override
  public Optional<InboundMessage> lastMessage(String stream, String subject)
      throws IOException, InterruptedException {
    return directGet(stream + "." + subject, "");
  }

  @Override
  public Optional<InboundMessage> messageAt(String stream, long sequence)
      throws IOException, InterruptedException {
    return directGet(stream, "{\"seq\":" + sequence + "}");
  }

  /// Gets one message of a stream, without a consumer (NATS ADR-31).
  private Optional<InboundMessage> directGet(String of, String which)
      throws IOException, InterruptedException {
    Connection connection = link.ready().connection();
    byte[] request = which.getBytes(StandardCharsets.UTF_8);
    @Nullable Message message =
        ApiCalls.<@Nullable Message>call(
            () -> connection.request("$JS.API.DIRECT.GET." + of, request, REQUEST_TIMEOUT));
    if (message == null) {
      throw new IOException("the broker did not answer the request for a message of " + of);
    }
    if (message.isStatusMessage()) {
      if (message.getStatus().getCode() == 404) {
        return Optional.empty();
      }
      throw new IOException(
          "the broker refused the request: " + message.getStatus().getMessageWithCode());
    }
    return Optional.of(NatsMessages.fromStream(message));
  }

  @Override
  public StreamReader read(String stream, String subject, StartPosition start)
      throws IOException, InterruptedException {
    Connection connection = link.ready().connection();
    return NatsStreamReader.open(connection, stream, subject, start);
  }

  @Override
  public DurableConsumer consume(Subject event) throws IOException, InterruptedException {
    Established established = link.ready();
    return NatsDurableConsumer.open(established.connection(), established.addresses(), event);
  }

  @Override
  public void purge(String stream, String subject) throws IOException, InterruptedException {
    Connection connection = link.ready().connection();
    PurgeResponse _ =
        ApiCalls.call(() ->
            connection.jetStreamManagement().purgeStream(stream, PurgeOptions.subject(subject)));
  }

  @Override
  public boolean streamExists(String stream) throws IOException, InterruptedException {
    Connection connection = link.ready().connection();
    return ApiCalls.call(() -> new StreamProvisioner(connection).exists(stream));
  }

  @Override
  public String incarnation(String stream) throws IOException, InterruptedException {
    Connection connection = link.ready().connection();
    return ApiCalls.call(() -> {
      var made = connection.jetStreamManagement().getStreamInfo(stream).getCreateTime();
      return Long.toString(made.toInstant().toEpochMilli(), 36);
    });
  }

  @Override
  public String session() throws IOException {
    return Established.session(link.ready().connection());
  }

  @Override
  public long receivedBytes() {
    return link.receivedBytes();
  }

  @Override
  public void reconnect(String reason) {
    link.reconnect(reason);
  }

  @Override
  public List<String> problems() {
    return link.problems();
  }

  @Override
  public boolean isUp() {
    return link.listeners().isUp();
  }

  @Override
  public void onLinkEvent(Consumer<LinkEvent> listener) {
    link.listeners().add(listener);
  }

  @Override
  public int maxPayload() {
    return (int) Math.min(link.maxPayload().orElse(DEFAULT_MAX_PAYLOAD), Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    link.close();
  }
}
