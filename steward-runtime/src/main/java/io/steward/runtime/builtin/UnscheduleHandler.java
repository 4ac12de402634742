package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.process.CommandProcess;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Removes a schedule. Who may send its command may remove it. Runs that are running or waiting are
/// not affected. Every node has this method, in the domain `steward`.
///
/// @param scheduler keeps the schedules
/// @param commands the current processes by subject
@Description("Removes a schedule of this node.")
record UnscheduleHandler(Scheduler scheduler, Supplier<Map<Subject, CommandProcess>> commands)
    implements CommandHandler<UnscheduleHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("unschedule");

  /// What to remove.
  ///
  /// @param name of the schedule
  record Arguments(@Description("The name of the schedule.") String name) {}

  /// The result.
  ///
  /// @param name of the schedule
  record Result(String name) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) throws IOException {
    String name = arguments.name();
    Optional<Subject> subject = scheduler.subject(name);
    if (subject
        .filter(runs -> CancelHandler.isForbidden(commands.get(), runs, context.from()))
        .isPresent()) {
      return Reply.failed(
          context.from()
              + " may not remove a schedule of "
              + subject.get()
              + ", since it may not send there");
    }
    return scheduler.remove(name)
        ? Reply.succeeded(new Result(name))
        : Reply.failed(
            "there is no schedule \""
                + name
                + "\""
                + SpellingSuggestion.hint(name, scheduler.names()));
  }
}
