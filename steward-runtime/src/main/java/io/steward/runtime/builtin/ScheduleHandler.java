package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.runtime.bus.DeduplicationToken;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.schedule.Cron;
import io.steward.runtime.schedule.MissedRunPolicy;
import io.steward.runtime.schedule.OverlapPolicy;
import io.steward.runtime.schedule.ScheduleName;
import io.steward.runtime.schedule.Zone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Sets a schedule. Every node has this method, in the domain `steward`.
///
/// @param scheduler keeps the schedules
/// @param validator checks definitions
/// @param rights who may replace what
@Description("Runs a command of this node on a schedule, with or without a link to the broker.")
record ScheduleHandler(Scheduler scheduler, ScheduleValidator validator, CommandRights rights)
    implements CommandHandler<ScheduleHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("schedule");

  private static final Duration MAX_JITTER = Duration.ofDays(1);

  /// What to run, and when.
  ///
  /// @param name of the schedule
  /// @param cron when it is due
  /// @param zone the time zone of the cron expression
  /// @param jitter the longest random delay, which spreads units
  /// @param missed what happens to missed runs
  /// @param overlap what happens if the last run has not ended
  /// @param command the command that runs
  /// @param arguments its arguments
  /// @param timeout its timeout
  record Arguments(
      @Description("The name of the schedule; an existing schedule of that name is replaced.")
          ScheduleName name,
      @Description(
              "Minute, hour, day of the month, month, day of the week; or a macro"
                  + " such as @daily.")
          Cron cron,
      @Description("The time zone of the cron expression, such as Europe/Oslo; default UTC.")
          Optional<Zone> zone,
      @Description("The longest random delay, which spreads units; at most 24h, default none.")
          Optional<Duration> jitter,
      @Description("What happens to missed runs: skip (default) or once.")
          Optional<MissedRunPolicy> missed,
      @Description("What happens if the last run has not ended: skip (default) or queue.")
          Optional<OverlapPolicy> overlap,
      @Description("The command to run: <method>.<domain>, as bound on this node.") String command,
      @Description("Its arguments.") Optional<Tree> arguments,
      @Description("Its timeout.") Optional<Duration> timeout) {

    Arguments {
      if (jitter.filter(Arguments::isTooWide).isPresent()) {
        throw new IllegalArgumentException("jitter must be from 0s to 24h");
      }
      if (timeout.filter(value -> !value.isPositive()).isPresent()) {
        throw new IllegalArgumentException("timeout must be positive");
      }
    }

    private static boolean isTooWide(Duration value) {
      return value.isNegative() || value.compareTo(MAX_JITTER) > 0;
    }

    ScheduleDefinition definition() {
      return new ScheduleDefinition(
          cron,
          zone.orElse(Zone.UTC),
          jitter.orElse(Duration.ZERO),
          missed.orElse(MissedRunPolicy.SKIP),
          overlap.orElse(OverlapPolicy.SKIP),
          command,
          arguments.filter(tree -> !tree.isNull()),
          timeout);
    }
  }

  /// The result.
  ///
  /// @param name of the schedule
  /// @param next when it is due next
  /// @param there the same, in the schedule's time zone
  record Result(String name, Instant next, String there) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true; // the same content keeps its position
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) throws IOException {
    ScheduleDefinition definition = arguments.definition();
    String name = arguments.name().value();
    Optional<String> refusal = scheduler.whyNotChange(name, rights, context.from());
    List<String> problems = validator.problems(name, definition, refusal, context.from());
    if (!problems.isEmpty()) {
      return Reply.failed(String.join("; ", problems));
    }
    // the ids of runs are derived from it, so that nobody else may know it
    String setting = context.id() + "/" + DeduplicationToken.next();
    Instant next = scheduler.set(name, definition, setting, context.from());
    String there = next.atZone(definition.zone().id()).truncatedTo(ChronoUnit.SECONDS).toString();
    String line = name + " is due next at " + there + "\n";
    context.output().write(line.getBytes(StandardCharsets.UTF_8));
    return Reply.succeeded(new Result(name, next, there));
  }
}
