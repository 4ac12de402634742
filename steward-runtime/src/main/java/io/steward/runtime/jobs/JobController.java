package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.LiveUnits;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the jobs of the fleet out, as long as this station is the one that does so.
///
/// Any number of stations may have one; one of them works, the others wait for it to stop.
public final class JobController implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobController.class);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration RENEW = Duration.ofSeconds(2);

  /// Orders and wishes are heard; what was missed all the same is found so often.
  private static final int RENEWALS_BETWEEN_LOOKS = 150;

  private final NodeName name;
  private final Bus bus;
  private final InstantSource clock;
  private final Predicate<NodeName> from;
  private final Thread thread;
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final Map<String, JobRunner> conductors = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();
  private volatile boolean doubtful;

  private JobController(NodeName name, Bus bus, InstantSource clock, Predicate<NodeName> from) {
    this.name = name;
    this.bus = bus;
    this.clock = clock;
    this.from = from;
    this.thread = Thread.ofVirtual().name(name + " jobs").unstarted(this::work);
  }

  /// Begins, as soon as the broker can be reached. Returns at once.
  ///
  /// @param name the station
  /// @param clock by which deadlines pass
  /// @param from who may order jobs
  public static JobController open(
      NodeName name, Bus bus, InstantSource clock, Predicate<NodeName> from) {
    JobController desk = new JobController(name, bus, clock, from);
    bus.onLinkEvent(link -> desk.doubtful = true);
    desk.thread.start();
    return desk;
  }

  private void work() {
    try {
      while (true) {
        try {
          serve();
        } catch (IOException away) {
          log.debug("jobs wait for the broker: {}", away.getMessage());
          Thread.sleep(RENEW);
        }
      }
    } catch (InterruptedException | IllegalStateException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() throws IOException, InterruptedException {
    JobStore book = new JobStore(bus);
    try (LiveUnits units = LiveUnits.follow(bus, clock);
        Bus.Subscription _ = book.watch(news::add)) {
      StationContext station = new StationContext(name, bus, clock, units, from);
      Lease lease = new Lease(bus, name, LEASE, System::nanoTime);
      try {
        lead(station, lease);
      } finally {
        standDown();
        lease.release();
      }
    }
  }

  private void lead(StationContext station, Lease lease) throws InterruptedException {
    int renewals = 0;
    boolean leading = false;
    while (true) {
      boolean before = leading;
      leading = lease.hold();
      if (!leading) {
        standDown();
        news.clear();
      } else if (!before || doubtful || ++renewals >= RENEWALS_BETWEEN_LOOKS) {
        log.debug("{} carries jobs out", name);
        renewals = 0;
        doubtful = false; // first: what is heard of from here on is doubtful again
        if (!takeAll(station)) {
          doubtful = true;
        }
      }
      takeChanged(station, leading);
    }
  }

  /// @return whether it could be asked which there are
  private boolean takeAll(StationContext station) throws InterruptedException {
    conductors.values().forEach(JobRunner::gapDetected);
    try {
      for (String job : station.book().unfinished()) {
        take(station, job);
      }
      return true;
    } catch (IOException away) {
      return false;
    }
  }

  private void takeChanged(StationContext station, boolean leading) throws InterruptedException {
    long end = System.nanoTime() + RENEW.toNanos();
    for (long left = RENEW.toNanos(); left > 0; left = end - System.nanoTime()) {
      String job = news.poll(left, TimeUnit.NANOSECONDS);
      if (job != null && leading && !take(station, job)) {
        doubtful = true;
      }
    }
  }

  /// Begins to carry a job out, or tells whoever does so that something is wished of it.
  ///
  /// @return whether the broker could be asked
  private boolean take(StationContext station, String job) throws InterruptedException {
    JobRunner busy = conductors.get(job);
    if (busy != null) {
      busy.controlReceived();
      return true;
    }
    try {
      Optional<Revisioned<JobStatus>> course = station.book().status(job);
      if (course.isPresent() && isDone(station, course.get().value())) {
        return true;
      }
      Optional<JobSpec> order = station.book().spec(job);
      if (order.isPresent()) {
        start(job, new JobRunner(station, order.get(), course));
      }
      return true;
    } catch (IOException away) {
      return false;
    }
  }

  private static boolean isDone(StationContext station, JobStatus status)
      throws IOException, InterruptedException {
    return status.ended().isPresent()
        && station.book().controlsAfter(status.job(), status.controlRevision()).isEmpty();
  }

  private void start(String job, JobRunner runner) {
    conductors.put(job, runner);
    Thread work = Thread.ofVirtual().name(name + " job " + job).unstarted(() -> run(job, runner));
    threads.put(job, work);
    work.start();
  }

  private void run(String job, JobRunner runner) {
    try {
      runner.run();
      conductors.remove(job, runner);
      news.add(job); // something may have been wished while it ended
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("job {} is taken up again later", job, e);
    } finally {
      conductors.remove(job, runner);
      threads.remove(job, Thread.currentThread());
    }
  }

  private void standDown() throws InterruptedException {
    threads.values().forEach(Thread::interrupt);
    for (Thread each : threads.values()) {
      each.join();
    }
    threads.clear();
    conductors.clear();
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
