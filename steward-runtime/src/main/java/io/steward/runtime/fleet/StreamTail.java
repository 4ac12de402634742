package io.steward.runtime.fleet;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream from a time on, each message once and in order: first the stored messages, then new
/// ones as they arrive. Messages missed live are read from the stream; the sequences of a stream
/// have no gaps for a subscriber to all of it, so a gap reveals a missed message.
final class StreamTail implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StreamTail.class);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final Bus bus;
  private final String stream;
  private final String stored;
  private final Consumer<InboundMessage> consumer;
  private final BlockingQueue<Optional<InboundMessage>> queue = new LinkedBlockingQueue<>();
  private final Bus.Subscription subscription;
  private final SupervisedThread thread;
  private Bus.StartPosition startPosition;
  private String incarnation = "";
  private long lastSequence;

  /// @param stored the filter for all subjects of the stream
  /// @param liveSubject the subject to which the whole stream is republished
  /// @param consumer is called by one thread
  StreamTail(
      Bus bus,
      String stream,
      String stored,
      String liveSubject,
      Instant since,
      Consumer<InboundMessage> consumer) {
    this.bus = bus;
    this.stream = stream;
    this.stored = stored;
    this.consumer = consumer;
    this.startPosition = new Bus.StartPosition.SinceTime(since);
    this.subscription = bus.subscribe(liveSubject, this::receive);
    this.thread = SupervisedThread.virtual("tail of " + stream, new ThreadFailures(), this::run);
    thread.start();
    bus.onLinkEvent(link -> {
      if (link != Bus.LinkEvent.DOWN) {
        queue.add(Optional.empty());
      }
    });
  }

  private void receive(InboundMessage message) {
    if (message.headers().find(Header.STORED_IN).filter(stream::equals).isPresent()) {
      queue.add(Optional.of(message));
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      Optional<InboundMessage> received = queue.take();
      if (received.isEmpty() || received.get().sequence() > lastSequence + 1) {
        catchUp();
      } else if (received.get().sequence() == lastSequence + 1) {
        deliver(received.get());
      }
    }
  }

  /// Detects that the broker lost its disk or was restored from a backup, and assigns sequences
  /// again.
  private void detectReset() throws IOException, InterruptedException {
    String now = bus.incarnation(stream);
    long lastStored = bus.lastMessage(stream, stored).map(InboundMessage::sequence).orElse(0L);
    if (!incarnation.isEmpty() && !now.equals(incarnation)) {
      lastSequence = 0;
      startPosition = new Bus.StartPosition.AtSequence(1);
    } else if (lastStored < lastSequence) {
      lastSequence = lastStored;
      startPosition = new Bus.StartPosition.AtSequence(lastStored + 1);
    }
    incarnation = now;
  }

  private void catchUp() throws InterruptedException {
    boolean isRead = false;
    try {
      detectReset();
      readFromPosition();
      isRead = true;
    } catch (IOException e) {
      log.debug("cannot read {}, retrying in {}: {}", stream, RETRY_DELAY, e.getMessage());
      Thread.sleep(RETRY_DELAY);
    } finally {
      if (!isRead) {
        queue.add(Optional.empty());
      }
    }
  }

  private void readFromPosition() throws IOException, InterruptedException {
    try (Bus.StreamReader reader = bus.read(stream, stored, startPosition)) {
      for (var message = reader.next(); message.isPresent(); message = reader.next()) {
        deliver(message.get());
      }
    }
  }

  private void deliver(InboundMessage message) {
    lastSequence = message.sequence();
    startPosition = new Bus.StartPosition.AtSequence(lastSequence + 1);
    consumer.accept(message);
  }

  @Override
  public void close() {
    subscription.close();
    thread.requestStop();
  }
}
