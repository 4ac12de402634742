package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How commands on one subject are executed.
///
/// @param subject what they come in on
/// @param from who may send them
/// @param timeout how long one may run, at most
/// @param processes how many may run at a time
/// @param mailbox how many wait in memory
/// @param repeatable whether one that was running when the node died is run again
/// @param head bytes kept of the beginning of each output stream
/// @param tail bytes kept of its end
/// @param handler makes an instance with the binding's settings
/// @param arguments what it binds messages to
/// @param loader the context class loader of its thread
/// @param revision what all of this was made of: equal to another's when nothing is different
/// @param <A> the arguments
public record CommandSpec<A>(
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

  /// One that is different from all others.
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

  /// What a command binds to that has no handler.
  private record NoArguments() {}

  /// The same for a subject whose handler is gone: nothing of a plugin is in it.
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
          throw new IllegalStateException("nobody works for " + subject);
        },
        NoArguments.class,
        CommandSpec.class.getClassLoader(),
        NoArguments.class);
  }
}
