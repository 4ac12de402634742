package io.steward.runtime.bus;

import io.steward.api.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// All that the runtime sees of a broker.
///
/// Safe for use by any thread. A bus is up or down; what needs the broker fails while it is down,
/// and what listens goes on by itself when it is up again.
public interface Bus extends AutoCloseable {

  /// What is stored where in this fleet. Blocks until the broker has been reached once.
  Addresses addresses() throws InterruptedException;

  /// Stores a letter. Completes when the broker has it, or fails with an `IOException`; then the
  /// broker may have it all the same, and storing it again under its id does no harm. With a {@link
  /// StreamFullException} the stream has reached its limit.
  CompletableFuture<PublishAck> store(OutboundMessage outbound);

  /// Publishes a letter to whoever listens now; nothing is known of what becomes of it.
  void publish(OutboundMessage outbound);

  /// Hears what is published on a subject, which may have wildcards, from now on and across
  /// reconnects. The taker is called by one thread at a time, in order of arrival.
  default Subscription subscribe(String subject, Consumer<InboundMessage> handler) {
    SubscriptionSet subscriptions = subscriptions(handler);
    subscriptions.add(subject);
    return subscriptions;
  }

  /// Hears on subjects that come and go, all with one thread: for whoever stands for many nodes.
  /// The taker is called by one thread at a time, in order of arrival.
  SubscriptionSet subscriptions(Consumer<InboundMessage> handler);

  /// The last message stored on a subject.
  ///
  /// @throws IOException when the broker cannot be asked
  Optional<InboundMessage> last(String stream, String subject)
      throws IOException, InterruptedException;

  /// The message at a place in a stream, if it is there.
  ///
  /// @throws IOException when the broker cannot be asked
  Optional<InboundMessage> at(String stream, long sequence)
      throws IOException, InterruptedException;

  /// Opens what is stored on a subject, which may have wildcards, for reading once.
  ///
  /// @throws IOException when the broker cannot be asked
  StreamReader read(String stream, String subject, StartPosition start)
      throws IOException, InterruptedException;

  /// Opens the events stored for a subject, for taking each once.
  ///
  /// @throws IOException when the broker cannot be asked
  DurableConsumer consume(Subject event) throws IOException, InterruptedException;

  /// Puts a body into the bucket of files, under a name; what is there under it is replaced.
  /// Returns when the broker has all of it.
  ///
  /// @throws IOException when the broker may not have it
  void putObject(String name, InputStream body) throws IOException, InterruptedException;

  /// Reads a body from the bucket of files.
  ///
  /// @return whether there is one of this name
  /// @throws IOException when it could not be read to its end
  boolean getObject(String name, OutputStream to) throws IOException, InterruptedException;

  /// Takes a body out of the bucket of files, if it is there.
  ///
  /// @throws IOException when the broker cannot be asked
  void deleteObject(String name) throws IOException, InterruptedException;

  /// Takes out of a stream what is stored on a subject, which may have wildcards.
  ///
  /// @throws IOException when the broker may not have done so
  void purge(String stream, String subject) throws IOException, InterruptedException;

  /// Whether the fleet has a stream; one that was made by an older steward may lack it.
  ///
  /// @throws IOException when the broker cannot be asked
  boolean streamExists(String stream) throws IOException, InterruptedException;

  /// Tells when a stream was made, as a token: sequences of one incarnation can be compared, those
  /// of two cannot.
  ///
  /// @throws IOException when the broker cannot be asked
  String incarnation(String stream) throws IOException, InterruptedException;

  /// Which connection this is: another one after every interruption, however short. Between two
  /// connections a broker may have been set back. It is the server's id, a blank, and the number
  /// that this server gave the connection.
  ///
  /// @throws IOException when there is none yet
  String session() throws IOException;

  /// Whether the broker can be reached just now.
  boolean isUp();

  /// Is told about the link from now on, beginning with its present state.
  void onLinkEvent(Consumer<LinkEvent> listener);

  /// How large a letter may be, in bytes.
  int maxPayload();

  @Override
  void close();

  /// The broker's word that it has a letter.
  ///
  /// @param stream which stream keeps it
  /// @param sequence its number there
  /// @param duplicate whether it was there already
  record PublishAck(String stream, long sequence, boolean duplicate) {}

  /// How the link to the broker is.
  enum LinkEvent {
    /// The broker can be reached.
    UP,
    /// It cannot, for now.
    DOWN,
    /// Something may have been missed although the link is up.
    GAP
  }

  /// Something that hears; closing it ends that.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// Something that hears on any number of subjects; at first, on none.
  interface SubscriptionSet extends Subscription {
    /// Hears what is published on a subject, which may have wildcards, from now on and across
    /// reconnects.
    void add(String subject);

    /// Hears it no more. What is on its way may still come.
    void remove(String subject);
  }

  /// Where reading begins.
  sealed interface StartPosition {
    /// At a sequence.
    record AtSequence(long sequence) implements StartPosition {}

    /// At what was stored since a time.
    record SinceTime(java.time.Instant time) implements StartPosition {}

    /// At the last message of each subject, and no other.
    ///
    /// @param headersOnly without the bodies
    record LastPerSubject(boolean headersOnly) implements StartPosition {}
  }

  /// What is stored, read once from a start to the present end.
  interface StreamReader extends AutoCloseable {
    /// The next one, or nothing at the end.
    ///
    /// @throws IOException when the broker does not answer any more
    Optional<InboundMessage> next() throws IOException, InterruptedException;

    @Override
    void close();
  }

  /// Stored events, taken one after the other; each comes again until it was acknowledged.
  interface DurableConsumer extends AutoCloseable {
    /// The next one, or nothing when there was none in about a second.
    ///
    /// @throws IOException when the broker cannot be asked
    Optional<AckableMessage> next() throws IOException, InterruptedException;

    @Override
    void close();
  }

  /// An event taken and not yet acknowledged.
  interface AckableMessage {
    /// The event.
    InboundMessage message();

    /// It need not come again. Returns when the broker knows.
    ///
    /// @throws IOException when the broker may not know; then it may come again
    void acknowledge() throws IOException, InterruptedException;

    /// It is still being worked on.
    void inProgress();
  }
}
