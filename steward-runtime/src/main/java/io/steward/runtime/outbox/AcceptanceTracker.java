package io.steward.runtime.outbox;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.BusClosedException;
import io.steward.runtime.concurrent.Jitter;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.UnacceptedStore;
import io.steward.runtime.ledger.UnacceptedStore.UnacceptedMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes the messages this node has sent once they are accepted: it looks up their answers
/// periodically, and whenever the link comes back.
final class AcceptanceTracker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AcceptanceTracker.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int PAGE_SIZE = 500;

  private final Bus bus;
  private final UnacceptedStore unaccepted;
  private final InstantSource clock;
  private final Semaphore checkRequests = new Semaphore(0);
  private final Map<String, Long> checkedUpTo = new HashMap<>();
  private final SupervisedThread thread;

  AcceptanceTracker(EngineContext engine, UnacceptedStore unaccepted, Bus bus) {
    this.bus = bus;
    this.unaccepted = unaccepted;
    this.clock = engine.clock();
    this.thread =
        SupervisedThread.virtual(engine.node() + " acceptance", engine.failures(), this::run);
  }

  void start() {
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.UP) {
        checkRequests.release();
      }
    });
    thread.start();
  }

  private void run() throws InterruptedException {
    try {
      Addresses addresses = bus.addresses();
      Duration pause = Duration.ZERO;
      while (true) {
        boolean _ = checkRequests.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
        checkRequests.drainPermits();
        try {
          for (String stream : unaccepted.streams()) {
            removeSettled(stream, addresses);
          }
          unaccepted.evictEvents();
          pause = Jitter.atLeast(CHECK_INTERVAL);
        } catch (IOException e) {
          log.debug("checking acceptance again in {}: {}", RETRY, e.getMessage());
          pause = Jitter.atLeast(RETRY);
        }
      }
    } catch (BusClosedException stop) {
      log.debug("{}: {}", thread.name(), stop.getMessage());
    }
  }

  /// Whether a message need not be kept any longer: it is answered or has expired.
  boolean isSettled(UnacceptedMessage sent, Addresses addresses)
      throws IOException, InterruptedException {
    return Expiry.hasPassed(Optional.of(sent.expires()), clock)
        || bus.lastMessage(
                addresses.repliesStream(), addresses.replySubject(sent.subject(), sent.id()))
            .isPresent();
  }

  /// Deletes what is accepted, one page at a time.
  private void removeSettled(String stream, Addresses addresses)
      throws IOException, InterruptedException {
    List<UnacceptedMessage> page =
        unaccepted.after(stream, checkedUpTo.getOrDefault(stream, 0L), PAGE_SIZE);
    List<UnacceptedMessage> settled = new ArrayList<>();
    for (UnacceptedMessage each : page) {
      if (isSettled(each, addresses)) {
        settled.add(each);
      }
    }
    unaccepted.removeAccepted(settled);
    checkedUpTo.put(stream, page.size() < PAGE_SIZE ? 0L : page.getLast().sequence());
    if (page.size() == PAGE_SIZE && !settled.isEmpty()) {
      checkRequests.release(); // continue with the next page at once
    }
  }

  @Override
  public void close() {
    thread.stop();
  }
}
