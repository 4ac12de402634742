package io.steward.runtime.cli;

import io.steward.runtime.binding.Json;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.fleet.Documents;
import io.steward.runtime.jobs.Course;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.Mark;
import io.steward.runtime.jobs.Order;
import io.steward.runtime.jobs.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Jobs as rows, lines and objects.
final class JobTable {

  private static final int WIDEST = 60; // the whole of it is in --json

  private JobTable() {}

  /// A row for each.
  static Table of(List<Job> jobs, Instant now, Console console) {
    Table table = new Table("JOB", "STATE", "BY", "ORDERED", "DONE", "FAILED", "WHAT", "WHY");
    for (Job job : jobs) {
      List<Mark> marks = marks(job);
      table.row(
          job.order().id(),
          console.state(phase(job)),
          job.order().by().value(),
          Ages.ago(job.order().at(), now),
          marks.stream().filter(Mark::isEnded).count() + "/" + marks.size(),
          Long.toString(marks.stream().filter(Mark::isFailure).count()),
          what(job.order()),
          job.course().map(Course::why).orElse(""));
    }
    return table;
  }

  /// What a job is at; `ordered` until a station has taken it on.
  static String phase(Job job) {
    return job.course().map(course -> course.phase().word()).orElse("ordered");
  }

  /// How far it is, as one line.
  static String progress(Job job, Instant now) {
    List<Mark> marks = marks(job);
    Map<String, Integer> counts = new LinkedHashMap<>();
    // those that have ended first, of the others those that are the farthest
    Stream.concat(
            Stream.of(Mark.values()).filter(Mark::isEnded),
            List.of(Mark.values()).reversed().stream().filter(mark -> !mark.isEnded()))
        .forEach(mark -> counts.put(mark.word(), Collections.frequency(marks, mark)));
    boolean running = job.course().filter(course -> course.phase() == Phase.RUNNING).isPresent();
    Duration after =
        job.course()
            .filter(course -> running)
            .flatMap(Course::begun)
            .map(begun -> Duration.between(begun, now))
            .orElse(Duration.ZERO);
    int ended = (int) marks.stream().filter(Mark::isEnded).count();
    String bar = Bar.line(ended, marks.size(), counts, after);
    return running ? bar : phase(job) + " " + bar;
  }

  private static List<Mark> marks(Job job) {
    return job.parts().stream().map(Job.Part::mark).toList();
  }

  /// What a job's command is, in short.
  static String what(Order order) {
    Object program = Documents.map(order.arguments()).get("command");
    String arguments =
        program instanceof List<?> words
            ? words.stream().map(String::valueOf).collect(Collectors.joining(" "))
            : Json.line(order.arguments());
    String what = order.method() + "." + order.domain() + " " + arguments;
    return what.length() <= WIDEST ? what : what.substring(0, WIDEST - 1) + "…";
  }

  /// A job as an object.
  static void object(Job job, Console console) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", job.order().id());
    object.put("state", phase(job));
    object.put("order", Plain.of(job.order()));
    job.course().ifPresent(course -> object.put("course", Plain.of(course)));
    console.object("job", object);
  }

  /// How far a job is, as an object.
  static void progress(Course course, Console console) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", course.job());
    object.put("state", course.phase().word());
    object.put("at", course.at().toString());
    object.put("why", course.why());
    object.put("counts", course.counts());
    console.object("progress", object);
  }
}
