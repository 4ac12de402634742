package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.NoArguments;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.function.Predicate;

/// How commands on one subject are executed.
///
/// @param subject the subject of the commands
/// @param from which senders are allowed
/// @param limits of the commands
/// @param repeatable whether a command that was running when the node died runs again
/// @param handlers creates the handlers
/// @param revision identifies what the spec was made of: equal to that of another spec if nothing
///   differs
/// @param <A> the arguments
public record CommandSpec<A extends Record>(
    Subject subject,
    Predicate<NodeName> from,
    CommandLimits limits,
    boolean repeatable,
    HandlerFactory<CommandHandler<A>, A> handlers,
    Object revision)
    implements ProcessSpec {

  /// A spec that differs from all others.
  public CommandSpec(
      Subject subject,
      Predicate<NodeName> from,
      CommandLimits limits,
      boolean repeatable,
      HandlerFactory<CommandHandler<A>, A> handlers) {
    this(subject, from, limits, repeatable, handlers, new Object());
  }

  /// The spec of the same subject without its handler; it references nothing of a plugin.
  CommandSpec<?> withoutHandler() {
    return new CommandSpec<>(
        subject, from, limits, repeatable, HandlerFactory.none(subject), NoArguments.class);
  }
}
