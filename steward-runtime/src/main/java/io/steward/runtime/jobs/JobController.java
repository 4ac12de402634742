package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.BusClosedException;
import io.steward.runtime.concurrent.DeadlyError;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
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

/// Runs the jobs of the fleet as long as this station holds the lease.
///
/// Any number of stations may have a controller; one of them is the leader, and the others wait to
/// take over.
public final class JobController implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobController.class);
  private static final Duration LEASE_DURATION = Duration.ofSeconds(10);
  private static final Duration RENEW_INTERVAL = Duration.ofSeconds(2);

  /// New jobs and control requests arrive by a subscription; a full read, once in so many renewals
  /// of the lease, finds those that were missed.
  private static final int RENEWALS_PER_RESYNC = 150;

  private final NodeName name;
  private final Bus bus;
  private final InstantSource clock;
  private final Predicate<NodeName> authorized;
  private final SupervisedThread thread;
  private final BlockingQueue<String> changedJobs = new LinkedBlockingQueue<>();
  private final Map<String, JobRunner> runners = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();
  private volatile boolean resyncNeeded;

  private JobController(
      NodeName name,
      Bus bus,
      InstantSource clock,
      Predicate<NodeName> authorized,
      ThreadFailures failures) {
    this.name = name;
    this.bus = bus;
    this.clock = clock;
    this.authorized = authorized;
    this.thread = SupervisedThread.virtual(name + " jobs", failures, this::runUntilClosed);
  }

  /// Starts as soon as the broker can be reached. Returns at once.
  ///
  /// @param name the station's name
  /// @param clock the clock for deadlines
  /// @param authorized tells who may create and control jobs
  /// @param failures where the failures of its thread are recorded
  public static JobController open(
      NodeName name,
      Bus bus,
      InstantSource clock,
      Predicate<NodeName> authorized,
      ThreadFailures failures) {
    JobController controller = new JobController(name, bus, clock, authorized, failures);
    bus.onLinkEvent(link -> controller.resyncNeeded = true);
    controller.thread.start();
    return controller;
  }

  private void runUntilClosed() throws InterruptedException {
    try {
      while (true) {
        try {
          serve();
        } catch (IOException unreachable) {
          log.debug("jobs are waiting for the broker: {}", unreachable.getMessage());
          Thread.sleep(RENEW_INTERVAL);
        }
      }
    } catch (BusClosedException stop) {
      log.debug("{}: {}", thread.name(), stop.getMessage());
    }
  }

  private void serve() throws IOException, InterruptedException {
    JobStore store = new JobStore(bus);
    try (LiveUnits units = LiveUnits.follow(bus, clock);
        Bus.Subscription _ = store.watch(changedJobs::add)) {
      StationContext station = new StationContext(name, bus, clock, units, authorized);
      LeaderLease lease = new LeaderLease(bus, name, LEASE_DURATION, System::nanoTime);
      try {
        lead(station, lease);
      } finally {
        stopRunners();
        lease.release();
      }
    }
  }

  private void lead(StationContext station, LeaderLease lease) throws InterruptedException {
    int renewals = 0;
    boolean isLeader = false;
    while (true) {
      boolean wasLeading = isLeader;
      isLeader = lease.acquireOrRenew();
      if (!isLeader) {
        stopRunners();
        changedJobs.clear();
      } else if (!wasLeading || resyncNeeded || ++renewals >= RENEWALS_PER_RESYNC) {
        log.debug("{} is the leader and runs jobs", name);
        renewals = 0;
        resyncNeeded = false; // first, so that a link event from now on sets it again
        if (!resync(station)) {
          resyncNeeded = true;
        }
      }
      processChanges(station, isLeader);
    }
  }

  /// @return whether the unfinished jobs could be read
  private boolean resync(StationContext station) throws InterruptedException {
    runners.values().forEach(JobRunner::gapDetected);
    try {
      for (String job : station.store().unfinished()) {
        startOrNotify(station, job);
      }
      return true;
    } catch (IOException unreachable) {
      return false;
    }
  }

  private void processChanges(StationContext station, boolean isLeader)
      throws InterruptedException {
    long end = System.nanoTime() + RENEW_INTERVAL.toNanos();
    for (long left = RENEW_INTERVAL.toNanos(); left > 0; left = end - System.nanoTime()) {
      String job = changedJobs.poll(left, TimeUnit.NANOSECONDS);
      if (job != null && isLeader && !startOrNotify(station, job)) {
        resyncNeeded = true;
      }
    }
  }

  /// Starts a job, or notifies its runner of a control request.
  ///
  /// @return whether the broker could be queried
  private boolean startOrNotify(StationContext station, String job) throws InterruptedException {
    JobRunner running = runners.get(job);
    if (running != null) {
      running.controlReceived();
      return true;
    }
    try {
      Optional<Revisioned<JobStatus>> status = station.store().status(job);
      if (status.isPresent() && isDone(station, status.get().value())) {
        return true;
      }
      Optional<JobSpec> spec = station.store().spec(job);
      if (spec.isPresent()) {
        start(job, JobRunner.of(station, spec.get(), status));
      }
      return true;
    } catch (IOException unreachable) {
      return false;
    }
  }

  private static boolean isDone(StationContext station, JobStatus status)
      throws IOException, InterruptedException {
    return status.ended().isPresent()
        && station.store().controlsAfter(status.job(), status.controlRevision()).isEmpty();
  }

  private void start(String job, JobRunner runner) {
    runners.put(job, runner);
    Thread work = Thread.ofVirtual().name(name + " job " + job).unstarted(() -> run(job, runner));
    threads.put(job, work);
    work.start();
  }

  private void run(String job, JobRunner runner) {
    try {
      runner.run();
      runners.remove(job, runner);
      changedJobs.add(job); // a control request may have arrived while it ended
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      DeadlyError.rethrow(e);
      log.error("job {} failed; it is resumed later", job, e);
    } finally {
      runners.remove(job, runner);
      threads.remove(job, Thread.currentThread());
    }
  }

  private void stopRunners() throws InterruptedException {
    threads.values().forEach(Thread::interrupt);
    for (Thread each : threads.values()) {
      each.join();
    }
    threads.clear();
    runners.clear();
  }

  @Override
  public void close() {
    thread.stop();
  }
}
