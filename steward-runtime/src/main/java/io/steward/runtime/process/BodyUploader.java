package io.steward.runtime.process;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.ledger.BodyFile;
import io.steward.runtime.ledger.BodyStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings bodies that are too large for their letters to the broker, one after the other and each
/// as often as it takes, on a thread of its own: a long one on a thin link holds up no other
/// letter.
final class BodyUploader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OutboxPublisher.class);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  private final Bus bus;
  private final BodyStore bodies;
  private final Timers timers;
  private final Runnable onUploaded;
  private final Set<String> queued = ConcurrentHashMap.newKeySet();
  private final Set<String> uploaded = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /// @param onUploaded told when the broker has one
  BodyUploader(Bus bus, BodyStore bodies, Timers timers, String name, Runnable onUploaded) {
    this.bus = bus;
    this.bodies = bodies;
    this.timers = timers;
    this.onUploaded = onUploaded;
    this.thread = Thread.ofVirtual().name(name + " uploads").unstarted(this::run);
  }

  void start() {
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.DOWN) {
        uploaded.clear(); // it may come back without what it confirmed
      }
    });
    thread.start();
  }

  /// Whether the broker has a body; if not, it is brought soon.
  boolean isUploaded(BodyFile file) {
    if (uploaded.contains(file.name())) {
      return true;
    }
    if (queued.add(file.name())) {
      queue.add(file.name());
    }
    return uploaded.contains(file.name()); // it may have arrived between the two looks
  }

  /// The letter of a body is stored. When it is said again, so is the body.
  void messageStored(BodyFile file) {
    uploaded.remove(file.name());
  }

  private void run() {
    Backoff backoff = new Backoff(timers, MIN_BACKOFF, MAX_BACKOFF);
    try {
      while (true) {
        String next = queue.take();
        if (upload(next)) {
          backoff.reset();
          uploaded.add(next);
          queued.remove(next);
          onUploaded.run();
        } else {
          queue.add(next); // after the others, which the broker may have room for
          backoff.pause();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean upload(String name) throws InterruptedException {
    try (InputStream body = Files.newInputStream(bodies.path(name))) {
      bus.putObject(name, body);
      return true;
    } catch (NoSuchFileException gone) {
      log.error("the body {} is gone from this node's disk; its receiver will say so", name);
      return true;
    } catch (IOException e) {
      log.debug("bringing {} again: {}", name, e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
