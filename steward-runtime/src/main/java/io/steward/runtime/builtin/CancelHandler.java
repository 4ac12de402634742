package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.ledger.OpenMessage;
import io.steward.runtime.process.ProcessHost;
import io.steward.runtime.process.ProcessSupervisor;
import java.io.IOException;
import java.util.Map;

/// Cancels a command by its id, whether it waits, runs or has not arrived yet. Every node has this
/// method, in the domain `steward`.
@Description("Cancels a command of this node, whether it waits, runs or has not arrived yet.")
public record CancelHandler(ProcessHost host, ProcessSupervisor supervisor)
    implements CommandHandler<CancelHandler.Arguments> {

  /// The method's name.
  public static final MethodName METHOD = CancelRequest.METHOD;

  /// What to cancel.
  ///
  /// @param id of the command
  record Arguments(@Description("The id of the command.") String id) {}

  /// The state in which the command was found.
  ///
  /// @param id of the command
  /// @param found its state: `running`, `accepted`, its outcome, or `not here yet`
  record Result(String id, String found) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) throws IOException {
    String id = arguments.id();
    String found = host.ledger().state(id).map(State::word).orElse("not here yet");
    host.ledger().cancel(id);
    for (OpenMessage open : host.ledger().open()) {
      if (open.entry().id().equals(id) && open.state() == State.InProgress.ACCEPTED) {
        host.outcomes()
            .end(
                open.entry(),
                State.Terminal.CANCELLED,
                Map.of("reason", "cancelled by " + context.from() + " before it ran"));
      }
    }
    supervisor.commands().values().forEach(process -> process.cancel(id));
    return Reply.succeeded(new Result(id, found));
  }
}
