package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.runtime.binding.JsonSchema;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import java.util.List;
import java.util.Optional;

/// What every node of this version executes, under the domain `steward`. Nodes do not publish it:
/// it is the same for all of them.
public final class OwnMethods {

  private OwnMethods() {}

  /// Each of them, as a node would report it.
  public static List<MethodReport> all() {
    return List.of(
        report(Cancel.METHOD, Cancel.class, Cancel.Arguments.class),
        report(Drain.METHOD, Drain.class, Drain.Arguments.class),
        report(Ping.METHOD, Ping.class, Ping.Arguments.class),
        report(Plugins.METHOD, Plugins.class, Plugins.Arguments.class),
        report(Processes.METHOD, Processes.class, Processes.Arguments.class),
        report(Reload.METHOD, Reload.class, Reload.Arguments.class),
        report(Schedule.METHOD, Schedule.class, Schedule.Arguments.class),
        report(Unschedule.METHOD, Unschedule.class, Unschedule.Arguments.class));
  }

  private static <A> MethodReport report(
      MethodName name, Class<? extends CommandHandler<A>> handler, Class<A> arguments) {
    return new MethodReport(
        name.value(),
        "command",
        Optional.ofNullable(handler.getAnnotation(Description.class)).map(Description::value),
        Optional.of(JsonSchema.of(arguments)));
  }
}
