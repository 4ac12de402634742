package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobStatus;
import io.steward.runtime.jobs.JobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Shows how a job goes on, until it has ended or waits for an operator. The job needs nobody to
/// look at it.
final class JobFollower {

  /// How often it is looked up, whatever was heard.
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Bus bus;
  private final JobStore book;
  private final Console console;
  private final String id;
  private String phase = "";

  JobFollower(Bus bus, Console console, String id) {
    this.bus = bus;
    this.book = new JobStore(bus);
    this.console = console;
    this.id = id;
  }

  /// Follows it.
  ///
  /// @param limit how long, at most
  /// @return the exit code
  int follow(Optional<Duration> limit) throws IOException, InterruptedException {
    long began = System.nanoTime();
    LinkedBlockingQueue<JobStatus> heard = new LinkedBlockingQueue<>();
    try (var _ = book.watchStatus(id, heard::add)) {
      Optional<Job> job = book.find(id);
      while (job.isPresent() && job.get().status().filter(JobStatus::isWaitingOrEnded).isEmpty()) {
        show(job.get());
        long left =
            limit.map(time -> time.toNanos() - (System.nanoTime() - began)).orElse(Long.MAX_VALUE);
        if (left <= 0) {
          console.progressDone();
          return ExitCode.WAITING;
        }
        JobStatus next = heard.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        if (next == null) {
          job = look(job.get());
        } else {
          job = Optional.of(new Job(job.get().spec(), Optional.of(next)));
        }
      }
      console.progressDone();
      return job.isPresent() ? end(job.get()) : none();
    }
  }

  private Optional<Job> look(Job before) throws InterruptedException {
    try {
      return book.find(id);
    } catch (IOException away) {
      return Optional.of(before); // the job goes on all the same
    }
  }

  private void show(Job job) {
    String now = JobRows.phase(job);
    if (console.json()) {
      job.status().ifPresent(status -> JobRows.progress(status, console));
    } else if (!now.equals(phase) && !now.equals("ordered")) {
      String why = job.status().map(JobStatus::why).orElse("");
      console.note("job " + id + " is " + now + (why.isEmpty() ? "" : ": " + why));
    }
    phase = now;
    console.progress(JobRows.progress(job, Instant.now()));
  }

  private int end(Job job) throws IOException, InterruptedException {
    if (console.json()) {
      JobRows.object(job, console);
    } else {
      new JobReport(bus, job, console).tell();
    }
    return JobReport.exit(job);
  }

  private int none() {
    console.note("steward: there is no job " + id);
    return ExitCode.FAILED;
  }
}
