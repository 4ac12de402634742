package io.steward.runtime.cli.job;

import io.steward.api.NodeName;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobControl;
import io.steward.runtime.jobs.JobStatus;
import io.steward.runtime.jobs.JobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Sends a control request to a job, and prints the result.
///
/// @param store the jobs
/// @param by the operator
/// @param console where the result goes
public record ControlJob(JobStore store, NodeName by, Console console) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// Sends the request and waits for a station to answer.
  ///
  /// @return the exit code
  public int apply(String job, JobControl.Action action) throws IOException, InterruptedException {
    LinkedBlockingQueue<JobStatus> updates = new LinkedBlockingQueue<>();
    try (var _ = store.watchStatus(job, updates::add)) {
      long revision = store.control(job, new JobControl(action, by, Instant.now()));
      long end = System.nanoTime() + TIMEOUT.toNanos();
      for (long left = TIMEOUT.toNanos(); left > 0; left = end - System.nanoTime()) {
        JobStatus status = updates.poll(left, TimeUnit.NANOSECONDS);
        if (status != null && status.controlRevision() >= revision) {
          return print(job, status);
        }
      }
    }
    console.note("steward: no station has answered yet; the request is stored until one does");
    return ExitCode.WAITING;
  }

  private int print(String job, JobStatus status) throws IOException, InterruptedException {
    if (console.json()) {
      Optional<Job> now = store.find(job);
      now.ifPresent(found -> JobRows.object(found, console));
    } else {
      console.line(
          "job " + job + " is ",
          console.state(status.phase().word()),
          status.why().isEmpty() ? "" : ": " + status.why());
    }
    return ExitCode.OK;
  }
}
