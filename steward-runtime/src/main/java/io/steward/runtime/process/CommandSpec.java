package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.NoArguments;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How commands on one subject are executed.
///
/// @param subject the subject of the commands
/// @param from which senders are allowed
/// @param timeout how long a command may run, at most
/// @param processes how many run concurrently, at most
/// @param mailbox how many wait in memory, at most
/// @param repeatable whether a command that was running when the node died runs again
/// @param head bytes kept of the beginning of each output stream
/// @param tail bytes kept of its end
/// @param handler creates an instance with the binding's settings
/// @param arguments the type to which arguments are bound
/// @param loader the context class loader of its threads
/// @param revision identifies what the spec was made of: equal to that of another spec if nothing
///   differs
/// @param <A> the arguments
public record CommandSpec<A extends Record>(
    Subject subject,
    Predicate<NodeName> from,
    Duration timeout,
    int processes,
    int mailbox,
    boolean repeatable,
    long head,
    int tail,
    Supplier<CommandHandler<A>> handler,
    Class<A> arguments,
    ClassLoader loader,
    Object revision)
    implements ProcessSpec {

  /// A spec that differs from all others.
  public CommandSpec(
      Subject subject,
      Predicate<NodeName> from,
      Duration timeout,
      int processes,
      int mailbox,
      boolean repeatable,
      long head,
      int tail,
      Supplier<CommandHandler<A>> handler,
      Class<A> arguments,
      ClassLoader loader) {
    this(
        subject,
        from,
        timeout,
        processes,
        mailbox,
        repeatable,
        head,
        tail,
        handler,
        arguments,
        loader,
        new Object());
  }

  /// The spec of the same subject without its handler; it references nothing of a plugin.
  CommandSpec<?> withoutHandler() {
    return new CommandSpec<>(
        subject,
        from,
        timeout,
        processes,
        mailbox,
        repeatable,
        head,
        tail,
        () -> {
          throw new IllegalStateException("no handler for " + subject);
        },
        NoArguments.class,
        CommandSpec.class.getClassLoader(),
        NoArguments.class);
  }
}
