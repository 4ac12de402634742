package io.steward.api;

/// What a plugin provides for a method: a {@link CommandHandler} or an {@link EventHandler}. The
/// message type is a Java type, so a configuration that binds an event to a command handler is
/// refused before anything starts.
///
/// *You implement* one of the two. The package documentation describes what records may hold and
/// what steward guarantees.
///
/// @param <A> the arguments: a record, by convention nested in the handler and named `Arguments`
public sealed interface MethodHandler<A> permits CommandHandler, EventHandler {

  /// {@return the method this handles; the same for every instance}
  MethodName method();
}
