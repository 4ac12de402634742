package io.steward.runtime.cli;

import io.steward.api.NodeName;
import io.steward.runtime.jobs.Course;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobBook;
import io.steward.runtime.jobs.Wish;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Wishes something of a job, and says what came of it.
///
/// @param book where it is wished
/// @param by who wishes it
/// @param console where it is told
record JobWish(JobBook book, NodeName by, Console console) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Wishes it.
  ///
  /// @return the exit code
  int of(String job, Wish.Kind kind) throws IOException, InterruptedException {
    LinkedBlockingQueue<Course> heard = new LinkedBlockingQueue<>();
    try (var _ = book.follow(job, heard::add)) {
      long revision = book.wish(job, new Wish(kind, by, Instant.now()));
      long end = System.nanoTime() + PATIENCE.toNanos();
      for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
        Course course = heard.poll(left, TimeUnit.NANOSECONDS);
        if (course != null && course.wish() >= revision) {
          return tell(job, course);
        }
      }
    }
    console.note(
        "steward: no station has answered yet; what is wished of the job is kept until one does");
    return Exit.WAITING;
  }

  private int tell(String job, Course course) throws IOException, InterruptedException {
    if (console.json()) {
      Optional<Job> now = book.find(job);
      now.ifPresent(found -> JobTable.object(found, console));
    } else {
      console.line(
          "job "
              + job
              + " is "
              + console.state(course.phase().word())
              + (course.why().isEmpty() ? "" : ": " + course.why()));
    }
    return Exit.FINE;
  }
}
