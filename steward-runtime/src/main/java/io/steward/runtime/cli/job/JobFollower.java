package io.steward.runtime.cli.job;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobStatus;
import io.steward.runtime.jobs.JobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Shows the progress of a job until it has ended or waits for an operator. The job runs whether or
/// not it is followed.
public final class JobFollower {

  /// How long to wait for an update before the job is read again.
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private final Bus bus;
  private final JobStore store;
  private final Console console;
  private final String id;
  private String phase = "";

  /// @param id the job
  public JobFollower(Bus bus, Console console, String id) {
    this.bus = bus;
    this.store = new JobStore(bus);
    this.console = console;
    this.id = id;
  }

  /// Follows the job.
  ///
  /// @param limit how long to follow, at most; no limit if empty
  /// @return the exit code
  public int follow(Optional<Duration> limit) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    LinkedBlockingQueue<JobStatus> updates = new LinkedBlockingQueue<>();
    try (var _ = store.watchStatus(id, updates::add)) {
      Optional<Job> job = store.find(id);
      while (job.isPresent() && job.get().status().filter(JobStatus::isWaitingOrEnded).isEmpty()) {
        show(job.get());
        long left =
            limit
                .map(time -> time.toNanos() - (System.nanoTime() - startNanos))
                .orElse(Long.MAX_VALUE);
        if (left <= 0) {
          console.endProgress();
          return ExitCode.WAITING;
        }
        JobStatus next =
            updates.poll(Math.min(left, POLL_INTERVAL.toNanos()), TimeUnit.NANOSECONDS);
        if (next == null) {
          job = reload(job.get());
        } else {
          job = Optional.of(new Job(job.get().spec(), Optional.of(next)));
        }
      }
      console.endProgress();
      return job.isPresent() ? report(job.get()) : notFound();
    }
  }

  private Optional<Job> reload(Job before) throws InterruptedException {
    try {
      return store.find(id);
    } catch (IOException away) {
      return Optional.of(before); // the job continues anyway
    }
  }

  private void show(Job job) {
    String phaseNow = JobRows.phase(job);
    if (console.json()) {
      job.status().ifPresent(status -> JobRows.progress(status, console));
    } else if (!phaseNow.equals(phase) && !phaseNow.equals("created")) {
      String why = job.status().map(JobStatus::why).orElse("");
      console.note("job " + id + " is " + phaseNow + (why.isEmpty() ? "" : ": " + why));
    }
    phase = phaseNow;
    console.progress(JobRows.progress(job, Instant.now()));
  }

  private int report(Job job) throws IOException, InterruptedException {
    if (console.json()) {
      JobRows.object(job, console);
    } else {
      new JobReport(bus, job, console).print();
    }
    return JobReport.exit(job);
  }

  private int notFound() {
    console.note("steward: there is no job " + id);
    return ExitCode.FAILED;
  }
}
