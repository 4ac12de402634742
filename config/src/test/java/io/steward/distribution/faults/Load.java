package io.steward.distribution.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Sends 100 commands per second to one process, each stored before the next is sent.
final class Load implements AutoCloseable {

  private static final long EVERY = Duration.ofMillis(10).toNanos();

  private final Station station;
  private final String subject;
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private final long begin = System.nanoTime();
  private volatile boolean stopped;
  private volatile long end;

  private Load(Station station, String subject) {
    this.station = station;
    this.subject = subject;
    this.thread = Thread.ofPlatform().name("load").unstarted(this::send);
  }

  static Load start(String url, String subject) throws IOException, InterruptedException {
    Load load = new Load(Station.connect("shore", url), subject);
    load.thread.start();
    return load;
  }

  private void send() {
    for (long next = begin; !stopped; next += EVERY) {
      LockSupport.parkNanos(next - System.nanoTime());
      sent.add(station.send(subject, "{\"name\":\"ship2\"}"));
    }
    end = System.nanoTime();
  }

  /// Returns when this many more have been sent.
  void awaitMore(int count) {
    int enough = sent.size() + count;
    await().atMost(Duration.ofMinutes(2)).until(() -> sent.size() >= enough);
  }

  /// Stops sending.
  void stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The ids of all stored messages.
  Set<String> sent() {
    return sent;
  }

  /// The average number stored per second, after it has been stopped.
  double perSecond() {
    return sent.size() * 1e9 / (end - begin);
  }

  @Override
  public void close() {
    stop();
    station.close();
  }
}
