package io.steward.runtime.fleet;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole of a stream from a time on, each message once and in order: what is there, then what
/// comes, as it comes. What was missed live is read from the stream, since the numbers of a stream
/// have no gaps for who hears all of it.
final class Tail implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Tail.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Bus bus;
  private final String stream;
  private final String stored;
  private final Consumer<Delivery> taker;
  private final BlockingQueue<Optional<Delivery>> queue = new LinkedBlockingQueue<>();
  private final Bus.Listening listening;
  private final Thread thread;
  private Bus.Start next;
  private String incarnation = "";
  private long seen;

  /// @param stored every subject of the stream
  /// @param live where all of it is republished
  /// @param taker called by one thread
  Tail(
      Bus bus, String stream, String stored, String live, Instant since, Consumer<Delivery> taker) {
    this.bus = bus;
    this.stream = stream;
    this.stored = stored;
    this.taker = taker;
    this.next = new Bus.Start.Since(since);
    this.listening = bus.listen(live, this::hear);
    this.thread = Thread.ofVirtual().name("tail of " + stream).start(this::work);
    bus.onLink(link -> {
      if (link != Bus.Link.DOWN) {
        queue.add(Optional.empty());
      }
    });
  }

  private void hear(Delivery delivery) {
    if (delivery.headers().find(Header.STORED_IN).filter(stream::equals).isPresent()) {
      queue.add(Optional.of(delivery));
    }
  }

  private void work() {
    try {
      while (true) {
        Optional<Delivery> heard = queue.take();
        if (heard.isEmpty() || heard.get().sequence() > seen + 1) {
          read();
        } else if (heard.get().sequence() == seen + 1) {
          take(heard.get());
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// A broker that lost its disk, or was set back, gives its numbers again.
  private void check() throws IOException, InterruptedException {
    String now = bus.incarnation(stream);
    long last = bus.last(stream, stored).map(Delivery::sequence).orElse(0L);
    if (!incarnation.isEmpty() && !now.equals(incarnation)) {
      seen = 0;
      next = new Bus.Start.At(1);
    } else if (last < seen) {
      seen = last;
      next = new Bus.Start.At(last + 1);
    }
    incarnation = now;
  }

  private void read() throws InterruptedException {
    try {
      check();
      readOn();
    } catch (IOException e) {
      log.debug("{} is read again in {}: {}", stream, AGAIN, e.getMessage());
      Thread.sleep(AGAIN);
      queue.add(Optional.empty());
    }
  }

  private void readOn() throws IOException, InterruptedException {
    try (Bus.Backlog backlog = bus.read(stream, stored, next)) {
      for (var message = backlog.next(); message.isPresent(); message = backlog.next()) {
        take(message.get());
      }
    }
  }

  private void take(Delivery delivery) {
    seen = delivery.sequence();
    next = new Bus.Start.At(seen + 1);
    taker.accept(delivery);
  }

  @Override
  public void close() {
    listening.close();
    thread.interrupt();
  }
}
