package io.steward.runtime.node;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.concurrent.Jitter;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes the node's state: when the link comes up, when something has changed, at every
/// heartbeat, and when the node stops.
final class HeartbeatPublisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HeartbeatPublisher.class);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(2);
  private static final int HEARTBEATS_BETWEEN_MEASUREMENTS = 20;

  /// The minimum time between two publications caused by changes, however often something changes.
  private static final Duration MIN_CHANGE_INTERVAL = Duration.ofSeconds(1);

  private final Bus bus;
  private final NodeName node;
  private final Duration period;
  private final FleetClock clock;
  private final Function<Boolean, UnitDocument> document;
  private final SupervisedThread thread;
  private final BrokerSilence silence;
  private boolean linked;
  private boolean changed;
  private long earliestChange = System.nanoTime();
  private int heartbeatsSinceMeasurement;
  private volatile long lastConfirmed = System.nanoTime();

  /// @param period the heartbeat interval
  /// @param clock its offset is measured by when the broker stores the heartbeats
  /// @param document the state to publish; its argument is whether the node is stopping
  HeartbeatPublisher(
      Bus bus,
      NodeName node,
      Duration period,
      FleetClock clock,
      Function<Boolean, UnitDocument> document,
      ThreadFailures failures) {
    this.bus = bus;
    this.node = node;
    this.period = period;
    this.clock = clock;
    this.document = document;
    this.silence = new BrokerSilence(bus);
    this.thread = SupervisedThread.virtual(node + " heartbeat", failures, this::run);
  }

  void start() {
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.UP) {
        onLinkUp();
      }
    });
    thread.start();
  }

  /// Publishes a change without waiting for the next heartbeat: immediately, or within a second if
  /// another change was published just now. Returns at once.
  synchronized void publishSoon() {
    changed = true;
    notifyAll();
  }

  private synchronized void onLinkUp() {
    linked = true;
    notifyAll();
  }

  private void run() throws InterruptedException {
    while (true) {
      awaitNext();
      publish(false);
    }
  }

  private synchronized void awaitNext() throws InterruptedException {
    Duration pause = period.minus(Jitter.below(period.dividedBy(10)));
    long heartbeat = System.nanoTime() + pause.toNanos();
    while (!linked) {
      long left =
          (changed && earliestChange - heartbeat < 0 ? earliestChange : heartbeat)
              - System.nanoTime();
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (changed) {
      earliestChange = System.nanoTime() + MIN_CHANGE_INTERVAL.toNanos();
    }
    linked = false;
    changed = false; // before the document is built: later changes are published next
  }

  private void publish(boolean stopping) throws InterruptedException {
    OutboundMessage outbound =
        new OutboundMessage(
            bus.addresses().unitSubject(node),
            Headers.NONE,
            Json.write(PlainData.of(document.apply(stopping))));
    try {
      Instant sent = clock.local().instant();
      long began = System.nanoTime();
      bus.store(outbound).get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      lastConfirmed = System.nanoTime();
      silence.answered();
      if (clock.offset().isEmpty()
          || ++heartbeatsSinceMeasurement >= HEARTBEATS_BETWEEN_MEASUREMENTS) {
        heartbeatsSinceMeasurement = 0;
        clock.measure(bus, node, sent, Duration.ofNanos(System.nanoTime() - began));
      }
    } catch (TimeoutException e) {
      log.debug("the broker did not answer the heartbeat");
      silence.unanswered();
    } catch (ExecutionException | IOException e) { // an answer, or the link is down
      log.debug("the broker did not store the heartbeat: {}", e.getMessage());
      silence.answered();
    }
  }

  /// How long ago the broker last confirmed a heartbeat, or this object was created.
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - lastConfirmed);
  }

  /// Publishes that the node stops, if the broker is reachable.
  @Override
  public void close() {
    thread.stop();
    try {
      if (bus.isUp()) {
        publish(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
