package io.steward.runtime.process;

import io.steward.api.EventHandler;
import io.steward.api.NoArguments;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How events on one subject are handled.
///
/// @param subject the subject of the events
/// @param from which senders are allowed
/// @param handler creates an instance with the binding's settings
/// @param arguments the type to which bodies are bound
/// @param loader the context class loader of its thread
/// @param revision identifies what the spec was made of
/// @param <A> the arguments
public record EventSpec<A extends Record>(
    Subject subject,
    Predicate<NodeName> from,
    Supplier<EventHandler<A>> handler,
    Class<A> arguments,
    ClassLoader loader,
    Object revision)
    implements ProcessSpec {

  /// A spec that differs from all others.
  public EventSpec(
      Subject subject,
      Predicate<NodeName> from,
      Supplier<EventHandler<A>> handler,
      Class<A> arguments,
      ClassLoader loader) {
    this(subject, from, handler, arguments, loader, new Object());
  }

  /// The spec of the same subject without its handler; it references nothing of a plugin.
  EventSpec<?> withoutHandler() {
    return new EventSpec<>(
        subject,
        from,
        () -> {
          throw new IllegalStateException("no handler for " + subject);
        },
        NoArguments.class,
        EventSpec.class.getClassLoader(),
        NoArguments.class);
  }
}
