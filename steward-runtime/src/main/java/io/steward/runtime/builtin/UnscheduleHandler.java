package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.runtime.databind.SpellingSuggestion;
import java.io.IOException;
import java.util.Optional;

/// Removes a schedule. Whoever may send its command may remove it. Runs that are running or waiting
/// are not affected. Every node has this method, in the domain `steward`.
///
/// @param scheduler keeps the schedules
/// @param rights who may remove what
@Description("Removes a schedule of this node.")
record UnscheduleHandler(Scheduler scheduler, CommandRights rights)
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
    Optional<String> refusal = scheduler.whyNotChange(name, rights, context.from());
    if (refusal.isPresent()) {
      return Reply.failed(refusal.get());
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
