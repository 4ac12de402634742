package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobStatus;
import io.steward.runtime.jobs.UnitOutcomes;
import io.steward.runtime.jobs.UnitProgress;
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
    List<Job.UnitEntry> failed = parts(unit -> unit.progress().isFailure());
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
    List<Job.UnitEntry> all = job.unitEntries();
    if (console.json()) {
      for (Job.UnitEntry unit : all) {
        object(unit);
      }
      return;
    }
    head(Instant.now());
    console.line("");
    console.table(table(all));
  }

  private void head(Instant now) {
    console.line(
        console.bold(job.spec().id())
            + " is "
            + console.state(JobRows.phase(job))
            + job.status()
                .map(JobStatus::why)
                .filter(why -> !why.isEmpty())
                .map(why -> ": " + why)
                .orElse(""));
    console.line("  " + JobRows.what(job.spec()));
    console.line(
        "  ordered by "
            + job.spec().by()
            + " "
            + AgeFormat.ago(job.spec().at(), now)
            + " ago for "
            + String.join(", ", job.spec().targets())
            + job.status().map(status -> "; carried out by " + status.station()).orElse(""));
    console.line("  " + JobRows.progress(job, now));
  }

  /// Who has not ended when nothing more happens.
  private void missing() {
    if (job.status().filter(JobStatus::isWaitingOrEnded).isEmpty()) {
      return;
    }
    List<String> names =
        parts(unit -> !unit.progress().isEnded()).stream().map(Job.UnitEntry::name).toList();
    if (!names.isEmpty()) {
      String more = names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "";
      String first = names.stream().limit(MOST).collect(Collectors.joining(" "));
      WordWrap.lines("missing: " + first + more, console.columns()).forEach(console::line);
    }
  }

  private List<Job.UnitEntry> parts(Predicate<Job.UnitEntry> which) {
    return job.unitEntries().stream().filter(which).toList();
  }

  private Table table(List<Job.UnitEntry> parts) throws IOException, InterruptedException {
    UnitOutcomes outcomes = new UnitOutcomes(bus, job.spec());
    Table table = new Table("UNIT", "STATE", "EXIT", "TOOK", "TRIES", "REASON");
    for (Job.UnitEntry unit : parts) {
      Map<String, Object> said =
          unit.progress() == UnitProgress.PENDING ? Map.of() : outcomes.of(unit);
      table.row(
          unit.name(),
          console.state(unit.progress().word()),
          UntrustedDocuments.map(said.get("result")).getOrDefault("exit", "").toString(),
          took(said),
          Integer.toString(unit.attempt()),
          said.getOrDefault("reason", "").toString());
    }
    return table;
  }

  private static String took(Map<String, Object> said) {
    try {
      return AgeFormat.took(
          Duration.between(
              Instant.parse(String.valueOf(said.get("started"))),
              Instant.parse(String.valueOf(said.get("ended")))));
    } catch (DateTimeException neverRan) {
      return "";
    }
  }

  private void object(Job.UnitEntry unit) throws IOException, InterruptedException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("job", job.spec().id());
    object.put("node", unit.name());
    object.put("state", unit.progress().word());
    object.put("attempt", unit.attempt());
    object.put("id", job.spec().messageId(unit.name(), unit.attempt()));
    if (unit.progress() != UnitProgress.PENDING) {
      object.put("said", new UnitOutcomes(bus, job.spec()).of(unit));
    }
    console.object("part", object);
  }

  /// The exit code: that of the worst.
  static int exit(Job job) {
    List<Integer> codes = new ArrayList<>(List.of(ExitCode.FINE));
    switch (JobRows.phase(job)) {
      case "rejected" -> codes.add(ExitCode.REJECTED);
      case "stopped", "cancelled" -> codes.add(ExitCode.FAILED);
      default -> {}
    }
    job.unitEntries().forEach(unit -> codes.add(exit(unit.progress())));
    return codes.stream().mapToInt(code -> code).max().orElse(ExitCode.FINE);
  }

  private static int exit(UnitProgress progress) {
    return switch (progress) {
      case SUCCEEDED -> ExitCode.FINE;
      case PENDING, BEGUN, STORED, ACCEPTED, RUNNING, EXPIRED -> ExitCode.WAITING;
      case FAILED, TIMED_OUT, CANCELLED -> ExitCode.FAILED;
      case REJECTED -> ExitCode.REJECTED;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }
}
