package io.steward.runtime.process;

import io.steward.api.NoArguments;
import io.steward.api.Subject;
import java.util.function.Supplier;

/// Creates the instances of a handler, which is code of a plugin.
///
/// @param supplier creates an instance with the binding's settings
/// @param arguments the type to which arguments are bound
/// @param loader the context class loader of its threads
/// @param <H> the handler
/// @param <A> the arguments
public record HandlerFactory<H, A extends Record>(
    Supplier<H> supplier, Class<A> arguments, ClassLoader loader) {

  /// The factory of a subject without a handler; it references nothing of a plugin.
  static <H> HandlerFactory<H, NoArguments> none(Subject subject) {
    return new HandlerFactory<>(
        () -> {
          throw new IllegalStateException("no handler for " + subject);
        },
        NoArguments.class,
        HandlerFactory.class.getClassLoader());
  }

  /// Creates an instance.
  H create() {
    return supplier.get();
  }
}
