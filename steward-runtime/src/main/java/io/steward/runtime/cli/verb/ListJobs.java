package io.steward.runtime.cli.verb;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.job.ControlJob;
import io.steward.runtime.cli.job.JobFollower;
import io.steward.runtime.cli.job.JobReport;
import io.steward.runtime.cli.job.JobRows;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.fleet.Listing;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobControl;
import io.steward.runtime.jobs.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `steward jobs [JOB [ACTION]]`
@Command(
    name = "jobs",
    description = "Lists jobs; shows, follows or controls one.",
    mixinStandardHelpOptions = true)
public final class ListJobs extends Verb {

  @Parameters(index = "0", paramLabel = "JOB", arity = "0..1", description = "The job to show.")
  private @Nullable String id;

  @Parameters(
      index = "1",
      paramLabel = "ACTION",
      arity = "0..1",
      converter = ReadAction.class,
      description = "What to request: pause, resume, cancel or retry-failed.")
  private JobControl.@Nullable Action action;

  @Option(
      names = "--follow",
      description = "Shows the progress until the job ends or waits for an operator.")
  private boolean follow;

  @Option(names = "--units", description = "Lists all its units.")
  private boolean units;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      defaultValue = "7d",
      description = "How far back to list. Default: ${DEFAULT-VALUE}.")
  private Duration since = Duration.ZERO;

  /// Made by picocli.
  ListJobs() {}

  /// Reads the name of an action.
  static final class ReadAction implements ITypeConverter<JobControl.Action> {
    /// Made by picocli.
    ReadAction() {}

    @Override
    public JobControl.Action convert(String word) {
      List<String> words =
          Arrays.stream(JobControl.Action.values()).map(JobControl.Action::word).toList();
      return Arrays.stream(JobControl.Action.values())
          .filter(action -> action.word().equals(word))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "\""
                      + word
                      + "\" is not an action on jobs"
                      + SpellingSuggestion.hint(word, words)));
    }
  }

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = connect()) {
      JobStore store = new JobStore(bus);
      if (id == null) {
        list(store, console);
        return ExitCode.OK;
      }
      Optional<Job> job = Addresses.isSafeId(id) ? store.find(id) : Optional.empty();
      if (job.isEmpty()) {
        console.note("steward: there is no job " + id);
        return ExitCode.FAILED;
      }
      if (action != null) {
        int exit = new ControlJob(store, sender(), console).apply(id, action);
        if (!follow || exit != ExitCode.OK) {
          return exit;
        }
      }
      if (follow) {
        return new JobFollower(bus, console, id).follow(Optional.empty());
      }
      print(bus, job.get(), console);
      return ExitCode.OK;
    }
  }

  private void list(JobStore store, Console console) throws Exception {
    Instant now = Instant.now();
    Listing<Job> all = store.list();
    List<Job> jobs =
        all.entries().stream().filter(job -> job.spec().at().isAfter(now.minus(since))).toList();
    if (console.json()) {
      jobs.forEach(job -> JobRows.object(job, console));
    } else {
      console.table(JobRows.of(jobs, now, console));
    }
    console.noteUnreadable(all.unreadable(), "job");
    if (!console.json() && store.leader(now).isEmpty()) {
      console.note(
          "steward: no station is available to run jobs (\"jobs\" in a node's configuration)");
    }
  }

  private void print(Bus bus, Job job, Console console) throws Exception {
    JobReport report = new JobReport(bus, job, console);
    if (units) {
      report.printUnits();
    } else if (console.json()) {
      JobRows.object(job, console);
    } else {
      report.print();
    }
  }
}
