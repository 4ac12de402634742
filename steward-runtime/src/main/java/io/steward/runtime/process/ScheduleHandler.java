package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;
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

/// Sets a schedule. Every node has it, under the domain `steward`.
///
/// @param scheduler that keeps it
/// @param validator says whether it may be
@Description("Runs a command of this node again and again, whether there is a link or not.")
record ScheduleHandler(Scheduler scheduler, ScheduleValidator validator)
    implements CommandHandler<ScheduleHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("schedule");

  private static final Duration MAX_JITTER = Duration.ofDays(1);

  /// What to run, and when.
  ///
  /// @param name of the schedule
  /// @param cron when it is due
  /// @param zone whose clock that goes by
  /// @param jitter over how long it is spread
  /// @param missed what is done about what was missed
  /// @param overlap what is done when the run before has not ended
  /// @param command what is executed
  /// @param arguments of that
  /// @param timeout how long it may run
  record Arguments(
      @Description("What it is called; one of that name is replaced.") ScheduleName name,
      @Description("Minute, hour, day of the month, month, day of the week; or @daily and such.")
          Cron cron,
      @Description("Whose clock that goes by, such as Europe/Oslo; UTC when not said.")
          Optional<Zone> zone,
      @Description("Over how long units are spread, 24h at most; not at all when not said.")
          Optional<Duration> jitter,
      @Description("What is done about what was missed: skip, when not said, or once.")
          Optional<MissedRunPolicy> missed,
      @Description("What is done when the run before has not ended: skip, when not said, or queue.")
          Optional<OverlapPolicy> overlap,
      @Description("What is executed: <method>.<domain>, as it is bound here.") String command,
      @Description("Its arguments.") Optional<Tree> arguments,
      @Description("How long it may run.") Optional<Duration> timeout) {

    Arguments {
      if (jitter.filter(Arguments::isTooWide).isPresent()) {
        throw new IllegalArgumentException("jitter is from 0s to 24h");
      }
      if (timeout.filter(value -> !value.isPositive()).isPresent()) {
        throw new IllegalArgumentException("timeout must be longer than nothing");
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

  /// When it runs.
  ///
  /// @param name of the schedule
  /// @param next when it is due next
  /// @param there the same, by the clock it goes by
  record Result(String name, Instant next, String there) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true; // the same content keeps its place
  }

  @Override
  public Reply handle(Arguments arguments, MessageContext context) throws IOException {
    ScheduleDefinition definition = arguments.definition();
    String name = arguments.name().value();
    List<String> problems = validator.problems(name, definition, context.from());
    if (!problems.isEmpty()) {
      return Reply.failed(String.join("; ", problems));
    }
    Instant next = scheduler.set(name, definition, context.id(), context.from());
    String there = next.atZone(definition.zone().id()).truncatedTo(ChronoUnit.SECONDS).toString();
    String line = name + " is due next at " + there + "\n";
    context.output().write(line.getBytes(StandardCharsets.UTF_8));
    return Reply.succeeded(new Result(name, next, there));
  }
}
