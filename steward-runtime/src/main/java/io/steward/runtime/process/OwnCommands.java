package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.ledger.Schedules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What every node executes, under the domain `steward`: whoever may send any command to it may
/// send these.
///
/// @param node its name
/// @param bound what else it executes
record OwnCommands(NodeName node, List<CommandSpec<?>> bound) {

  /// The domain they are bound under.
  static final Domain DOMAIN = new Domain("steward");

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAILBOX = 10_000;
  private static final long OUTPUT = 4 << 10;

  CommandSpec<?> cancel(Cancel cancel) {
    return spec(Cancel.METHOD, Cancel.Arguments.class, cancel);
  }

  CommandSpec<?> schedule(Scheduler scheduler, Schedules schedules) {
    Map<String, CommandSpec<?>> schedulable = new LinkedHashMap<>();
    for (CommandSpec<?> spec : bound) {
      schedulable.put(spec.subject().method() + "." + spec.subject().domain(), spec);
    }
    Schedule schedule = new Schedule(scheduler, new Vetting(schedulable, schedules));
    return spec(Schedule.METHOD, Schedule.Arguments.class, schedule);
  }

  CommandSpec<?> unschedule(Scheduler scheduler) {
    return spec(Unschedule.METHOD, Unschedule.Arguments.class, new Unschedule(scheduler));
  }

  private <A> CommandSpec<A> spec(
      MethodName method, Class<A> arguments, CommandHandler<A> handler) {
    return new CommandSpec<>(
        Subject.command(node, method, DOMAIN),
        sender -> bound.stream().anyMatch(spec -> spec.from().test(sender)),
        TIMEOUT,
        1,
        MAILBOX,
        handler.repeatable(),
        OUTPUT,
        0,
        () -> handler,
        arguments,
        OwnCommands.class.getClassLoader());
  }
}
