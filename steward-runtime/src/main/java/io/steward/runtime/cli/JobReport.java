package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Documents;
import io.steward.runtime.jobs.Course;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.Mark;
import io.steward.runtime.jobs.Outcomes;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How a job went, or how far it is: what it is, who failed and why, who is missing.
///
/// @param bus where to look up what units said
/// @param job the job
/// @param console where it is told
record JobReport(Bus bus, Job job, Console console) {

  private static final int MOST = 50;

  /// Tells of the job, of each failure, and of those that are missing.
  void tell() throws IOException, InterruptedException {
    Instant now = Instant.now();
    head(now);
    List<Job.Part> failed = parts(part -> part.mark().isFailure());
    if (!failed.isEmpty()) {
      console.line("");
      console.table(table(failed.subList(0, Math.min(MOST, failed.size()))));
      if (failed.size() > MOST) {
        console.line("and " + (failed.size() - MOST) + " more; --units lists them all");
      }
    }
    missing();
  }

  /// Tells of each unit.
  void units() throws IOException, InterruptedException {
    List<Job.Part> all = job.parts();
    if (console.json()) {
      for (Job.Part part : all) {
        object(part);
      }
      return;
    }
    head(Instant.now());
    console.line("");
    console.table(table(all));
  }

  private void head(Instant now) {
    console.line(
        console.bold(job.order().id())
            + " is "
            + console.state(JobTable.phase(job))
            + job.course()
                .map(Course::why)
                .filter(why -> !why.isEmpty())
                .map(why -> ": " + why)
                .orElse(""));
    console.line("  " + JobTable.what(job.order()));
    console.line(
        "  ordered by "
            + job.order().by()
            + " "
            + Ages.ago(job.order().at(), now)
            + " ago for "
            + String.join(", ", job.order().targets())
            + job.course().map(course -> "; carried out by " + course.station()).orElse(""));
    console.line("  " + JobTable.progress(job, now));
  }

  /// Who has not ended when nothing more happens.
  private void missing() {
    if (job.course().filter(Course::isAtRest).isEmpty()) {
      return;
    }
    List<String> names =
        parts(part -> !part.mark().isEnded()).stream().map(Job.Part::name).toList();
    if (!names.isEmpty()) {
      String more = names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "";
      String first = names.stream().limit(MOST).collect(Collectors.joining(" "));
      Paragraph.lines("missing: " + first + more, console.columns()).forEach(console::line);
    }
  }

  private List<Job.Part> parts(Predicate<Job.Part> which) {
    return job.parts().stream().filter(which).toList();
  }

  private Table table(List<Job.Part> parts) throws IOException, InterruptedException {
    Outcomes outcomes = new Outcomes(bus, job.order());
    Table table = new Table("UNIT", "STATE", "EXIT", "TOOK", "TRIES", "REASON");
    for (Job.Part part : parts) {
      Map<String, Object> said = part.mark() == Mark.PENDING ? Map.of() : outcomes.of(part);
      table.row(
          part.name(),
          console.state(part.mark().word()),
          Documents.map(said.get("result")).getOrDefault("exit", "").toString(),
          took(said),
          Integer.toString(part.attempt()),
          said.getOrDefault("reason", "").toString());
    }
    return table;
  }

  private static String took(Map<String, Object> said) {
    try {
      return Ages.took(
          Duration.between(
              Instant.parse(String.valueOf(said.get("started"))),
              Instant.parse(String.valueOf(said.get("ended")))));
    } catch (DateTimeException neverRan) {
      return "";
    }
  }

  private void object(Job.Part part) throws IOException, InterruptedException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("job", job.order().id());
    object.put("node", part.name());
    object.put("state", part.mark().word());
    object.put("attempt", part.attempt());
    object.put("id", job.order().messageId(part.name(), part.attempt()));
    if (part.mark() != Mark.PENDING) {
      object.put("said", new Outcomes(bus, job.order()).of(part));
    }
    console.object("part", object);
  }

  /// The exit code: that of the worst.
  static int exit(Job job) {
    List<Integer> codes = new ArrayList<>(List.of(Exit.FINE));
    switch (JobTable.phase(job)) {
      case "rejected" -> codes.add(Exit.REJECTED);
      case "stopped", "cancelled" -> codes.add(Exit.FAILED);
      default -> {}
    }
    job.parts().forEach(part -> codes.add(exit(part.mark())));
    return codes.stream().mapToInt(code -> code).max().orElse(Exit.FINE);
  }

  private static int exit(Mark mark) {
    return switch (mark) {
      case SUCCEEDED -> Exit.FINE;
      case PENDING, BEGUN, STORED, ACCEPTED, RUNNING, EXPIRED -> Exit.WAITING;
      case FAILED, TIMED_OUT, CANCELLED -> Exit.FAILED;
      case REJECTED -> Exit.REJECTED;
      case UNKNOWN -> Exit.UNKNOWN;
    };
  }
}
