package io.steward.runtime.process;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.Unaccepted;
import io.steward.runtime.ledger.Unaccepted.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that the broker has the commands this node has sent until they are accepted: whenever
/// the link is back, and on a slow timer, it looks whether what the broker confirmed is still
/// there, and has it said again where it is not.
///
/// A broker that was set back lacks the newest part of a stream, one that lost its disk lacks all
/// of it. So as long as the latest command is there, the earlier ones are, and one question a
/// stream is enough.
final class AcceptanceWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AcceptanceWatch.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int PAGE = 500;

  private final Bus bus;
  private final Unaccepted unaccepted;
  private final InstantSource clock;
  private final Semaphore wanted = new Semaphore(0);
  private final Map<String, Long> settledUpTo = new HashMap<>();
  private final Thread thread;

  AcceptanceWatch(Host host, Bus bus) {
    this.bus = bus;
    this.unaccepted = host.ledger().unaccepted();
    this.clock = host.clock();
    this.thread = Thread.ofVirtual().name(host.node() + " acceptance").unstarted(this::watch);
  }

  void start() {
    bus.onLink(link -> {
      if (link == Bus.Link.UP) {
        wanted.release();
      }
    });
    thread.start();
  }

  private void watch() {
    try {
      Addresses addresses = bus.addresses();
      long pause = 0;
      while (true) {
        boolean _ = wanted.tryAcquire(pause, TimeUnit.MILLISECONDS);
        wanted.drainPermits();
        try {
          for (String stream : unaccepted.streams()) {
            findLost(stream, addresses);
            settle(stream, addresses);
          }
          pause = jittered(LOOK_AGAIN);
        } catch (IOException e) {
          log.debug("looking again in {}: {}", RETRY, e.getMessage());
          pause = jittered(RETRY);
        }
      }
    } catch (InterruptedException | IllegalStateException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static long jittered(Duration pause) {
    return pause.toMillis() + ThreadLocalRandom.current().nextLong(pause.toMillis());
  }

  /// From the latest back to the first that is there, all were lost, unless they are accepted.
  private void findLost(String stream, Addresses addresses)
      throws IOException, InterruptedException {
    Deque<Sent> lost = new ArrayDeque<>();
    List<Sent> settled = new ArrayList<>();
    boolean found = false;
    List<Sent> page = unaccepted.before(stream, Long.MAX_VALUE, 1);
    while (!found && !page.isEmpty()) {
      for (Sent each : page) {
        found = isHeld(stream, each);
        if (found) {
          break;
        }
        if (isSettled(each, addresses)) {
          settled.add(each);
        } else {
          lost.addFirst(each);
        }
      }
      page = unaccepted.before(stream, page.getLast().sequence(), PAGE);
    }
    unaccepted.settle(settled);
    if (!lost.isEmpty()) {
      log.warn("the broker has lost {} commands of {}; they are sent again", lost.size(), stream);
      unaccepted.sayAgain(lost);
    }
  }

  private boolean isHeld(String stream, Sent sent) throws IOException, InterruptedException {
    Optional<Delivery> there = bus.at(stream, sent.sequence());
    return there.flatMap(delivery -> delivery.headers().find(Header.ID)).stream()
        .anyMatch(sent.id()::equals);
  }

  private boolean isSettled(Sent sent, Addresses addresses)
      throws IOException, InterruptedException {
    return Expiry.hasPassed(Optional.of(sent.expires()), clock)
        || bus.last(addresses.repliesStream(), addresses.reply(sent.subject(), sent.id()))
            .isPresent();
  }

  /// Lets go of what is accepted, a page at a time.
  private void settle(String stream, Addresses addresses) throws IOException, InterruptedException {
    List<Sent> page = unaccepted.after(stream, settledUpTo.getOrDefault(stream, 0L), PAGE);
    List<Sent> settled = new ArrayList<>();
    for (Sent each : page) {
      if (isSettled(each, addresses)) {
        settled.add(each);
      }
    }
    unaccepted.settle(settled);
    settledUpTo.put(stream, page.size() < PAGE ? 0L : page.getLast().sequence());
    if (page.size() == PAGE && !settled.isEmpty()) {
      wanted.release(); // it goes on: the next page without a pause
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
