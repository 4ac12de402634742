package io.steward.runtime.cli.job;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.DeduplicationToken;
import io.steward.runtime.cli.option.RolloutOptions;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.jobs.JobControl;
import io.steward.runtime.jobs.JobId;
import io.steward.runtime.jobs.JobSpec;
import io.steward.runtime.jobs.JobStore;
import io.steward.runtime.targeting.Expression;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Creates a job and follows it.
///
/// @param bus to the broker
/// @param by the operator
/// @param console where progress and results go
/// @param options the options of the command
/// @param rollout how it is rolled out
public record CreateJob(
    Bus bus, NodeName by, Console console, SendOptions options, RolloutOptions rollout) {

  private static final Duration STATION_PATIENCE = Duration.ofSeconds(3);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /// Creates the job.
  ///
  /// @param targets the targets as typed
  /// @param messages one for each target unit, which differ only in the receiver
  /// @return the exit code
  public int create(Targets targets, List<Message> messages)
      throws IOException, InterruptedException {
    JobSpec spec = spec(targets, messages);
    JobStore store = new JobStore(bus);
    store.create(spec, options.retry(console));
    if (!hasStation(store)) {
      console.note(
          "steward: no station is available to run jobs (\"jobs\" in a node's configuration); this"
              + " one starts when one is");
    }
    if (options.isDetached()) {
      print(spec);
      return ExitCode.OK;
    }
    console.note("job " + spec.id() + " is created; it continues without this program");
    JobFollower follower = new JobFollower(bus, console, spec.id());
    int exit = follower.follow(options.explicitWait());
    if (exit == ExitCode.WAITING && options.cancelsUnfinished()) {
      store.control(spec.id(), new JobControl(JobControl.Action.CANCEL, by, Instant.now()));
      console.note("requested cancellation of job " + spec.id());
    }
    return exit;
  }

  /// Whether a station runs jobs. A fleet that has just started may be about to choose one.
  private static boolean hasStation(JobStore store) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STATION_PATIENCE.toNanos();
    while (store.leader(Instant.now()).isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL_INTERVAL);
    }
    return true;
  }

  private JobSpec spec(Targets targets, List<Message> messages) {
    Message first = options.withLimits(messages.getFirst());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new JobSpec(
        JobId.next(now),
        by,
        now,
        first.to().method(),
        first.to().domain(),
        PlainData.of(first.arguments()),
        first.timeout(),
        now.plus(rollout.timeToDeadline()),
        targets.parts().stream().map(Expression::toString).toList(),
        messages.stream().map(message -> message.to().node().value()).toList(),
        rollout.rollout(),
        Optional.of(DeduplicationToken.next()));
  }

  private void print(JobSpec spec) {
    if (console.json()) {
      console.object("job", Map.of("id", spec.id(), "units", spec.units().size()));
    } else {
      console.line(spec.id());
    }
  }
}
