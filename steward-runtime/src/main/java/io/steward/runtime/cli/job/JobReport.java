package io.steward.runtime.cli.job;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.cli.terminal.WordWrap;
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

/// The report on a job: its command, its progress, the failures with their reasons, and the units
/// without an outcome.
///
/// @param bus the connection, to look up the answers of units
/// @param job the job
/// @param console where the report goes
public record JobReport(Bus bus, Job job, Console console) {

  private static final int MAX_ROWS = 50;

  /// Prints the job, each failure, and the units without an outcome.
  public void print() throws IOException, InterruptedException {
    Instant now = Instant.now();
    printHeader(now);
    List<Job.UnitEntry> failed = entries(unit -> unit.progress().isFailure());
    if (!failed.isEmpty()) {
      console.line("");
      console.table(table(failed.subList(0, Math.min(MAX_ROWS, failed.size()))));
      if (failed.size() > MAX_ROWS) {
        console.line("and " + (failed.size() - MAX_ROWS) + " more; --units lists them all");
      }
    }
    printMissing();
  }

  /// Prints every unit.
  public void printUnits() throws IOException, InterruptedException {
    List<Job.UnitEntry> all = job.unitEntries();
    if (console.json()) {
      for (Job.UnitEntry unit : all) {
        printObject(unit);
      }
      return;
    }
    printHeader(Instant.now());
    console.line("");
    console.table(table(all));
  }

  private void printHeader(Instant now) {
    console.line(
        console.bold(job.spec().id()),
        " is ",
        console.state(JobRows.phase(job)),
        job.status()
            .map(JobStatus::why)
            .filter(why -> !why.isEmpty())
            .map(why -> ": " + why)
            .orElse(""));
    console.line("  " + JobRows.summary(job.spec()));
    console.line(
        "  created by "
            + job.spec().by()
            + " "
            + AgeFormat.ago(job.spec().at(), now)
            + " ago for "
            + String.join(", ", job.spec().targets())
            + job.status().map(status -> "; run by " + status.station()).orElse(""));
    console.line("  " + JobRows.progress(job, now));
  }

  /// Prints the units that have not ended, once the job has ended or waits for an operator.
  private void printMissing() {
    if (job.status().filter(JobStatus::isWaitingOrEnded).isEmpty()) {
      return;
    }
    List<String> names =
        entries(unit -> !unit.progress().isEnded()).stream().map(Job.UnitEntry::name).toList();
    if (!names.isEmpty()) {
      String more = names.size() > MAX_ROWS ? " and " + (names.size() - MAX_ROWS) + " more" : "";
      String first = names.stream().limit(MAX_ROWS).collect(Collectors.joining(" "));
      WordWrap.lines("missing: " + first + more, console.columns()).forEach(console::line);
    }
  }

  private List<Job.UnitEntry> entries(Predicate<Job.UnitEntry> which) {
    return job.unitEntries().stream().filter(which).toList();
  }

  private Table table(List<Job.UnitEntry> parts) throws IOException, InterruptedException {
    UnitOutcomes outcomes = new UnitOutcomes(bus, job.spec());
    Table table = new Table("UNIT", "STATE", "EXIT", "TOOK", "TRIES", "REASON");
    for (Job.UnitEntry unit : parts) {
      Map<String, Object> outcome =
          unit.progress() == UnitProgress.PENDING ? Map.of() : outcomes.of(unit);
      table.row(
          unit.name(),
          console.state(unit.progress().word()),
          UntrustedDocuments.map(outcome.get("result")).getOrDefault("exit", "").toString(),
          runTime(outcome),
          Integer.toString(unit.attempt()),
          outcome.getOrDefault("reason", "").toString());
    }
    return table;
  }

  private static String runTime(Map<String, Object> outcome) {
    try {
      return AgeFormat.elapsed(
          Duration.between(
              Instant.parse(String.valueOf(outcome.get("started"))),
              Instant.parse(String.valueOf(outcome.get("ended")))));
    } catch (DateTimeException neverRan) {
      return "";
    }
  }

  private void printObject(Job.UnitEntry unit) throws IOException, InterruptedException {
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

  /// The exit code of the worst outcome.
  static int exit(Job job) {
    List<Integer> codes = new ArrayList<>(List.of(ExitCode.OK));
    switch (JobRows.phase(job)) {
      case "rejected" -> codes.add(ExitCode.REJECTED);
      case "stopped", "cancelled" -> codes.add(ExitCode.FAILED);
      default -> {}
    }
    job.unitEntries().forEach(unit -> codes.add(exit(unit.progress())));
    return codes.stream().mapToInt(code -> code).max().orElse(ExitCode.OK);
  }

  private static int exit(UnitProgress progress) {
    return switch (progress) {
      case SUCCEEDED -> ExitCode.OK;
      case PENDING, BEGUN, STORED, ACCEPTED, RUNNING, EXPIRED -> ExitCode.WAITING;
      case FAILED, TIMED_OUT, CANCELLED -> ExitCode.FAILED;
      case REJECTED -> ExitCode.REJECTED;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }
}
