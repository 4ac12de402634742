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
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Bus bus;
  private final BodyStore bodies;
  private final Timers timers;
  private final Runnable onArrival;
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final Set<String> there = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /// @param onArrival told when the broker has one
  BodyUploader(Bus bus, BodyStore bodies, Timers timers, String name, Runnable onArrival) {
    this.bus = bus;
    this.bodies = bodies;
    this.timers = timers;
    this.onArrival = onArrival;
    this.thread = Thread.ofVirtual().name(name + " uploads").unstarted(this::work);
  }

  void start() {
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.DOWN) {
        there.clear(); // it may come back without what it confirmed
      }
    });
    thread.start();
  }

  /// Whether the broker has a body; if not, it is brought soon.
  boolean isUploaded(BodyFile file) {
    if (there.contains(file.name())) {
      return true;
    }
    if (wanted.add(file.name())) {
      queue.add(file.name());
    }
    return there.contains(file.name()); // it may have arrived between the two looks
  }

  /// The letter of a body is stored. When it is said again, so is the body.
  void settled(BodyFile file) {
    there.remove(file.name());
  }

  private void work() {
    Backoff backoff = new Backoff(timers, SHORTEST_PAUSE, LONGEST_PAUSE);
    try {
      while (true) {
        String next = queue.take();
        if (attempt(next)) {
          backoff.reset();
          there.add(next);
          wanted.remove(next);
          onArrival.run();
        } else {
          queue.add(next); // after the others, which the broker may have room for
          backoff.pause();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean attempt(String name) throws InterruptedException {
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
