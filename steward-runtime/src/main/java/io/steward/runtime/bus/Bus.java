package io.steward.runtime.bus;

import io.steward.api.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The runtime's only view of a broker.
///
/// Safe for use by any thread. A bus is up or down. While it is down, calls that need the broker
/// fail; subscriptions resume by themselves once it is up again.
public interface Bus extends AutoCloseable {

  /// The subjects and streams of this fleet. Blocks until the broker has been reached once.
  Addresses addresses() throws InterruptedException;

  /// Stores a message. Completes when the broker has stored it, or fails with an `IOException`.
  /// After a failure the broker may have stored it nevertheless; storing it again with the same id
  /// is harmless. Fails with a {@link StreamFullException} if the stream has reached its limit, and
  /// with a {@link MessageRefusedException} if no further attempt can succeed.
  CompletableFuture<PublishAck> store(OutboundMessage outbound);

  /// Publishes a message to the current subscribers. Delivery is not confirmed.
  void publish(OutboundMessage outbound);

  /// Subscribes to a subject, which may contain wildcards, also across reconnects. The handler is
  /// called by one thread at a time, in order of arrival. Once the link is reported as up again, it
  /// is not called with a message that was received before: the broker may have lost it meanwhile.
  default Subscription subscribe(String subject, Consumer<InboundMessage> handler) {
    SubscriptionSet subscriptions = subscriptions(handler);
    subscriptions.add(subject);
    return subscriptions;
  }

  /// Opens a set of subscriptions that share one thread, for a caller that acts for many nodes.
  /// Subjects can be added and removed at any time. The handler is called as by {@link #subscribe}.
  SubscriptionSet subscriptions(Consumer<InboundMessage> handler);

  /// The last message stored on a subject.
  ///
  /// @throws IOException if the request to the broker fails
  Optional<InboundMessage> lastMessage(String stream, String subject)
      throws IOException, InterruptedException;

  /// The message with a sequence in a stream, if there is one.
  ///
  /// @throws IOException if the request to the broker fails
  Optional<InboundMessage> messageAt(String stream, long sequence)
      throws IOException, InterruptedException;

  /// Opens a one-time read of what is stored on a subject, which may contain wildcards.
  ///
  /// @throws IOException if the request to the broker fails
  StreamReader read(String stream, String subject, StartPosition start)
      throws IOException, InterruptedException;

  /// Opens the durable consumer of the events stored for a subject; it delivers each event until it
  /// is acknowledged.
  ///
  /// @throws IOException if the request to the broker fails
  DurableConsumer consume(Subject event) throws IOException, InterruptedException;

  /// Removes from a stream what is stored on a subject, which may contain wildcards.
  ///
  /// @throws IOException if the broker may not have done so
  void purge(String stream, String subject) throws IOException, InterruptedException;

  /// Whether the fleet has a stream. A fleet created by an older steward may lack it.
  ///
  /// @throws IOException if the request to the broker fails
  boolean streamExists(String stream) throws IOException, InterruptedException;

  /// A token for the time when a stream was created. Sequences can be compared within one
  /// incarnation only.
  ///
  /// @throws IOException if the request to the broker fails
  String incarnation(String stream) throws IOException, InterruptedException;

  /// Identifies the current connection: it changes with every interruption, however short. Between
  /// two connections a broker may have been restored to an earlier state. The value is the id of
  /// the server, a space, and the number that this server gave the connection.
  ///
  /// @throws IOException if there has been no connection yet
  String session() throws IOException;

  /// Whether the broker can be reached now.
  boolean isUp();

  /// The number of bytes received over the current connection; unchanged if the broker is silent.
  long receivedBytes();

  /// Replaces the current connection, as the broker does not answer although the connection seems
  /// to be up. Returns at once.
  ///
  /// @param reason for the log
  void reconnect(String reason);

  /// What the broker denies to this program, for the state of a unit.
  List<String> problems();

  /// Registers a listener for link events. It is called with the current state first.
  void onLinkEvent(Consumer<LinkEvent> listener);

  /// The maximum size of a message, in bytes.
  int maxPayload();

  @Override
  void close();

  /// The broker's confirmation that it has stored a message.
  ///
  /// @param stream the stream that stores it
  /// @param sequence its sequence there
  /// @param duplicate whether it was already stored
  record PublishAck(String stream, long sequence, boolean duplicate) {}

  /// The state of the link to the broker, and gaps in what it delivered.
  enum LinkEvent {
    /// The broker can be reached.
    UP,
    /// The broker cannot be reached at present.
    DOWN,
    /// Messages may have been missed although the link is up.
    GAP
  }

  /// A subscription. Closing it ends it.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// A subscription to any number of subjects, initially to none.
  interface SubscriptionSet extends Subscription {
    /// Subscribes to a subject, which may contain wildcards, also across reconnects.
    void add(String subject);

    /// Unsubscribes from a subject. Messages in flight may still arrive.
    void remove(String subject);
  }

  /// Where reading begins.
  sealed interface StartPosition {
    /// At a sequence.
    record AtSequence(long sequence) implements StartPosition {}

    /// At the first message stored since a time.
    record SinceTime(java.time.Instant time) implements StartPosition {}

    /// At the last message of each subject; reads no others.
    ///
    /// @param headersOnly whether to leave out the bodies
    record LastPerSubject(boolean headersOnly) implements StartPosition {}
  }

  /// Reads stored messages once, from a start to the current end.
  interface StreamReader extends AutoCloseable {
    /// The next message; empty at the end.
    ///
    /// @throws IOException if the broker stops answering
    Optional<InboundMessage> next() throws IOException, InterruptedException;

    @Override
    void close();
  }

  /// Consumes stored events one at a time. Each is redelivered until it is acknowledged.
  interface DurableConsumer extends AutoCloseable {
    /// The next event; empty if none arrived within about a second.
    ///
    /// @throws IOException if the request to the broker fails
    Optional<AckableMessage> next() throws IOException, InterruptedException;

    @Override
    void close();
  }

  /// An event that is not acknowledged yet.
  interface AckableMessage {
    /// The event.
    InboundMessage message();

    /// Acknowledges the event, so that it is not redelivered. Returns when the broker has confirmed
    /// this.
    ///
    /// @throws IOException if the broker may not know; then the event may be redelivered
    void acknowledge() throws IOException, InterruptedException;

    /// Tells the broker that the event is still being processed.
    void inProgress();
  }
}
