package io.steward.api;

/// What a plugin provides for a method: a {@link CommandHandler} or an {@link EventHandler}. The
/// message type is a Java type, so that a configuration which binds an event to a command's handler
/// is refused before anything starts.
///
/// *You implement* one of the two. The package describes what records may hold and what is
/// promised.
///
/// @param <A> the arguments: a record, by custom nested in the handler and named `Arguments`
public sealed interface MethodHandler<A> permits CommandHandler, EventHandler {

  /// {@return the method this handles; the same for every instance}
  MethodName method();
}
