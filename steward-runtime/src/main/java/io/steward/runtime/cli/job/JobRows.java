package io.steward.runtime.cli.job;

import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ProgressBar;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.cli.terminal.Truncation;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobPhase;
import io.steward.runtime.jobs.JobSpec;
import io.steward.runtime.jobs.JobStatus;
import io.steward.runtime.jobs.UnitProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Jobs as table rows, lines and JSON objects.
public final class JobRows {

  private static final int MAX_WIDTH = 60; // --json has all of it

  private JobRows() {}

  /// A table with a row per job.
  public static Table of(List<Job> jobs, Instant now, Console console) {
    Table table = new Table("JOB", "STATE", "BY", "CREATED", "DONE", "FAILED", "COMMAND", "REASON");
    for (Job job : jobs) {
      List<UnitProgress> marks = unitProgress(job);
      table.row(
          job.spec().id(),
          console.state(phase(job)),
          job.spec().by().value(),
          AgeFormat.ago(job.spec().at(), now),
          marks.stream().filter(UnitProgress::isEnded).count() + "/" + marks.size(),
          Long.toString(marks.stream().filter(UnitProgress::isFailure).count()),
          summary(job.spec()),
          job.status().map(JobStatus::why).orElse(""));
    }
    return table;
  }

  /// The phase of a job; `created` until a station takes it on.
  static String phase(Job job) {
    return job.status().map(status -> status.phase().word()).orElse("created");
  }

  /// The progress of a job, as one line.
  static String progress(Job job, Instant now) {
    List<UnitProgress> marks = unitProgress(job);
    Map<String, Integer> counts = new LinkedHashMap<>();
    // ended units first, then the others, the most advanced first
    Stream.concat(
            Stream.of(UnitProgress.values()).filter(UnitProgress::isEnded),
            List.of(UnitProgress.values()).reversed().stream()
                .filter(progress -> !progress.isEnded()))
        .forEach(progress -> counts.put(progress.word(), Collections.frequency(marks, progress)));
    boolean running = job.status().filter(status -> status.phase() == JobPhase.RUNNING).isPresent();
    Duration after =
        job.status()
            .filter(status -> running)
            .flatMap(JobStatus::started)
            .map(begun -> Duration.between(begun, now))
            .orElse(Duration.ZERO);
    int ended = (int) marks.stream().filter(UnitProgress::isEnded).count();
    String bar = ProgressBar.line(ended, marks.size(), counts, after);
    return running ? bar : phase(job) + " " + bar;
  }

  private static List<UnitProgress> unitProgress(Job job) {
    return job.unitEntries().stream().map(Job.UnitEntry::progress).toList();
  }

  /// The command of a job, truncated.
  static String summary(JobSpec spec) {
    Object program = UntrustedDocuments.map(spec.arguments()).get("command");
    String arguments =
        program instanceof List<?> words
            ? words.stream().map(String::valueOf).collect(Collectors.joining(" "))
            : Json.line(spec.arguments());
    return Truncation.toWidth(spec.method() + "." + spec.domain() + " " + arguments, MAX_WIDTH);
  }

  /// Prints a job as a JSON object.
  public static void object(Job job, Console console) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", job.spec().id());
    object.put("state", phase(job));
    object.put("spec", PlainData.of(job.spec()));
    job.status().ifPresent(status -> object.put("status", PlainData.of(status)));
    console.object("job", object);
  }

  /// Prints the progress of a job as a JSON object.
  static void progress(JobStatus status, Console console) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", status.job());
    object.put("state", status.phase().word());
    object.put("at", status.at().toString());
    object.put("why", status.why());
    object.put("counts", status.counts());
    console.object("progress", object);
  }
}
