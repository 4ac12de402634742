package io.steward.testkit;

import io.steward.runtime.engine.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The timers of one engine, by a clock that a test moves.
final class TestTimers implements Timers {

  private static final long LOOK_MILLIS = 5;

  private final TestClock clock;
  private final Consumer<TestTimers> onClose;
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::due));
  private final Set<Pause> pauses = ConcurrentHashMap.newKeySet();

  /// @param onClose called when the engine closes the timers
  TestTimers(TestClock clock, Consumer<TestTimers> onClose) {
    this.clock = clock;
    this.onClose = onClose;
  }

  @Override
  public long nanos() {
    return clock.nanos();
  }

  @Override
  public Future<?> after(Duration delay, Runnable action) {
    return set(new Alarm(action, nanos() + delay.toNanos(), Optional.empty()));
  }

  @Override
  public Future<?> every(Duration period, Runnable action) {
    return set(new Alarm(action, nanos() + period.toNanos(), Optional.of(period)));
  }

  private Alarm set(Alarm alarm) {
    synchronized (alarms) {
      alarms.add(alarm);
    }
    if (alarm.due() <= nanos()) {
      Thread.ofVirtual().start(this::ring); // not on the caller's thread
    }
    return alarm;
  }

  /// Runs what is due.
  void ring() {
    for (Alarm next = pollDue(); next != null; next = pollDue()) {
      next.ring();
    }
  }

  private @Nullable Alarm pollDue() {
    synchronized (alarms) {
      Alarm first = alarms.peek();
      return first != null && first.due() <= nanos() ? alarms.poll() : null;
    }
  }

  @Override
  public boolean await(CountDownLatch end, Duration most) throws InterruptedException {
    Pause pause = new Pause(nanos() + most.toNanos());
    pauses.add(pause);
    try {
      while (nanos() < pause.due()) {
        if (end.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
      return end.getCount() == 0;
    } finally {
      pauses.remove(pause);
    }
  }

  /// The rest of the pause that ends first; empty when no thread pauses.
  Optional<Duration> shortestPause() {
    return pauses.stream()
        .map(pause -> Duration.ofNanos(pause.due() - nanos()))
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  @Override
  public void close() {
    onClose.accept(this);
    synchronized (alarms) {
      alarms.clear();
    }
  }

  /// A waiting thread. A class, not a record, since pauses that end at the same time are distinct.
  private static final class Pause {
    private final long due;

    Pause(long due) {
      this.due = due;
    }

    long due() {
      return due;
    }
  }

  /// An action that is due at some time.
  private final class Alarm extends FutureTask<Object> {
    private final Optional<Duration> period;
    private long due;

    Alarm(Runnable action, long due, Optional<Duration> period) {
      super(action, "done");
      this.due = due;
      this.period = period;
    }

    long due() {
      return due;
    }

    void ring() {
      if (period.isEmpty()) {
        run();
      } else if (runAndReset()) {
        due = nanos() + period.get().toNanos();
        set(this);
      }
    }
  }
}
