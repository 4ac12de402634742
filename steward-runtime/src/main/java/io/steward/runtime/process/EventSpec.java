package io.steward.runtime.process;

import io.steward.api.EventHandler;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How events on one subject are received.
///
/// @param subject what they come in on
/// @param from who may send them
/// @param handler makes an instance with the binding's settings
/// @param arguments what it binds messages to
/// @param loader the context class loader of its thread
/// @param revision what all of this was made of
/// @param <A> the arguments
public record EventSpec<A>(
    Subject subject,
    Predicate<NodeName> from,
    Supplier<EventHandler<A>> handler,
    Class<A> arguments,
    ClassLoader loader,
    Object revision)
    implements ProcessSpec {

  /// One that is different from all others.
  public EventSpec(
      Subject subject,
      Predicate<NodeName> from,
      Supplier<EventHandler<A>> handler,
      Class<A> arguments,
      ClassLoader loader) {
    this(subject, from, handler, arguments, loader, new Object());
  }

  /// What an event binds to that has no handler.
  private record NoArguments() {}

  /// The same for a subject whose handler is gone: nothing of a plugin is in it.
  EventSpec<?> withoutHandler() {
    return new EventSpec<>(
        subject,
        from,
        () -> {
          throw new IllegalStateException("nobody works for " + subject);
        },
        NoArguments.class,
        EventSpec.class.getClassLoader(),
        NoArguments.class);
  }
}
