package io.steward.runtime.builtin;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.runtime.databind.JsonSchema;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import java.util.List;
import java.util.Optional;

/// The methods that every node of this version has, in the domain `steward`. Nodes do not publish
/// them, since they are the same on all nodes.
public final class BuiltinMethods {

  private BuiltinMethods() {}

  /// Each method as a node would report it.
  public static List<MethodReport> all() {
    return List.of(
        report(CancelHandler.METHOD, CancelHandler.class, CancelHandler.Arguments.class),
        report(DrainHandler.METHOD, DrainHandler.class, DrainHandler.Arguments.class),
        report(PingHandler.METHOD, PingHandler.class, NoArguments.class),
        report(PluginsHandler.METHOD, PluginsHandler.class, NoArguments.class),
        report(ProcessesHandler.METHOD, ProcessesHandler.class, ProcessesHandler.Arguments.class),
        report(ReloadHandler.METHOD, ReloadHandler.class, NoArguments.class),
        report(ScheduleHandler.METHOD, ScheduleHandler.class, ScheduleHandler.Arguments.class),
        report(
            UnscheduleHandler.METHOD, UnscheduleHandler.class, UnscheduleHandler.Arguments.class));
  }

  private static <A extends Record> MethodReport report(
      MethodName name, Class<? extends CommandHandler<A>> handler, Class<A> arguments) {
    return new MethodReport(
        name.value(),
        "command",
        Optional.ofNullable(handler.getAnnotation(Description.class)).map(Description::value),
        Optional.of(JsonSchema.of(arguments)));
  }
}
