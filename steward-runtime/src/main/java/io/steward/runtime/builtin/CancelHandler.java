package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.fleet.MessageId;
import io.steward.runtime.ledger.Cancellation;
import io.steward.runtime.ledger.MessageKey;
import io.steward.runtime.ledger.OpenMessage;
import io.steward.runtime.process.CommandProcess;
import io.steward.runtime.process.ProcessHost;
import io.steward.runtime.process.ProcessSupervisor;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Cancels a command, whether it waits, runs or has not arrived yet. Who may send a command may
/// cancel it. Every node has this method, in the domain `steward`.
@Description("Cancels a command of this node, whether it waits, runs or has not arrived yet.")
public record CancelHandler(ProcessHost host, ProcessSupervisor supervisor, CommandRights rights)
    implements CommandHandler<CancelHandler.Arguments> {

  /// The method's name.
  public static final MethodName METHOD = CancelRequest.METHOD;

  /// What to cancel.
  ///
  /// @param subject of the command
  /// @param id of the command
  /// @param sender of the command
  record Arguments(
      @Description("The subject of the command.") String subject,
      @Description("The id of the command.") String id,
      @Description("Its sender: nobody else's command with this id is cancelled.")
          Optional<String> sender) {

    Arguments {
      if (Subject.parse(subject).type() != MessageType.COMMAND) {
        throw new IllegalArgumentException(subject + " is not the subject of a command");
      }
      if (!MessageId.isUsable(id) && !MessageId.isDerived(id)) {
        throw new IllegalArgumentException("the id cannot be that of a command");
      }
      var _ = sender.map(NodeName::new);
    }

    Cancellation by(NodeName canceller) {
      return new Cancellation(
          new MessageKey(Subject.parse(subject), id), sender.map(NodeName::new), canceller);
    }
  }

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
    Cancellation cancellation = arguments.by(context.from());
    MessageKey key = cancellation.key();
    Optional<String> refusal = rights.whyNotCancel(key.subject(), context.from());
    if (refusal.isPresent()) {
      return Reply.failed(refusal.get());
    }
    String found = host.ledger().state(key).map(State::word).orElse("not here yet");
    boolean kept = host.ledger().cancel(cancellation);
    boolean here = false;
    for (OpenMessage open : host.ledger().open()) {
      if (!cancellation.concerns(open.entry())) {
        continue;
      }
      here = true;
      if (open.state() == State.InProgress.ACCEPTED) {
        host.outcomes()
            .end(
                open.entry(),
                State.Terminal.CANCELLED,
                Map.of("reason", "cancelled by " + context.from() + " before it ran"));
      }
    }
    CommandProcess process = supervisor.commands().get(key.subject());
    if (process != null) {
      process.cancel(cancellation);
    }
    return kept || here
        ? Reply.succeeded(new Result(arguments.id(), found))
        : Reply.failed(
            "it is not cancelled: too many commands that have not arrived are cancelled by "
                + context.from());
  }
}
