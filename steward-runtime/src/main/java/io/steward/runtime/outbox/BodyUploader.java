package io.steward.runtime.outbox;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.BodyFile;
import io.steward.runtime.ledger.BodyStore;
import io.steward.runtime.objects.BodyBucket;
import io.steward.runtime.objects.BodyConflictException;
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

/// Uploads bodies that are too large for their messages, one at a time and each until it succeeds,
/// on a thread of its own: a long upload on a slow link delays no other message.
final class BodyUploader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BodyUploader.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  private final Bus bus;
  private final BodyBucket bucket;
  private final BodyStore bodies;
  private final Timers timers;
  private final Runnable onUploaded;
  private final Set<String> queued = ConcurrentHashMap.newKeySet();
  private final Set<String> uploaded = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final SupervisedThread thread;

  /// @param onUploaded called when the broker has stored a body
  BodyUploader(Bus bus, BodyStore bodies, EngineContext engine, Runnable onUploaded) {
    this.bus = bus;
    this.bucket = BodyBucket.waiting(bus, () -> true); // until this thread is interrupted
    this.bodies = bodies;
    this.timers = engine.timers();
    this.onUploaded = onUploaded;
    this.thread =
        SupervisedThread.virtual(engine.node() + " uploads", engine.failures(), this::run);
  }

  void start() {
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.DOWN) {
        uploaded.clear(); // the broker may come back without what it confirmed
      }
    });
    thread.start();
  }

  /// Whether the broker has a body; if not, its upload is queued.
  boolean isUploaded(BodyFile file) {
    if (uploaded.contains(file.name())) {
      return true;
    }
    if (queued.add(file.name())) {
      queue.add(file.name());
    }
    return uploaded.contains(file.name()); // the upload may have ended between the two checks
  }

  /// The message of a body is stored. If it is sent again, so is its body.
  void messageStored(BodyFile file) {
    uploaded.remove(file.name());
  }

  private void run() throws InterruptedException {
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    while (true) {
      String next = queue.take();
      boolean done = false;
      try {
        done = upload(next);
      } finally {
        if (!done) {
          queue.add(next); // behind the others, for which the broker may have room
        }
      }
      if (done) {
        backoff.reset();
        uploaded.add(next);
        queued.remove(next);
        onUploaded.run();
      } else {
        timers.sleep(backoff.next());
      }
    }
  }

  private boolean upload(String name) throws InterruptedException {
    try (InputStream body = Files.newInputStream(bodies.path(name))) {
      bucket.put(name, body);
      return true;
    } catch (NoSuchFileException gone) {
      log.error("the body {} is missing on this node's disk; its receiver will report that", name);
      return true;
    } catch (BodyConflictException e) {
      log.error("{}; the receiver will report that", e.getMessage());
      return true;
    } catch (IOException e) {
      log.debug("uploading {} again: {}", name, e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    var _ = thread.stop(STOP_TIMEOUT);
  }
}
