package io.steward.api;

/// What a plugin provides for a method: a {@link CommandHandler} or an {@link EventHandler}. The
/// message type is a Java type, so a configuration that binds an event to a command handler is
/// refused before anything starts.
///
/// *You implement* one of the two. The package documentation describes what records may hold and
/// what steward guarantees.
///
/// @param <A> the arguments, by convention nested in the handler and named `Arguments`; {@link
///   NoArguments} if there are none
public sealed interface MethodHandler<A extends Record> permits CommandHandler, EventHandler {

  /// The method this handles. It is read from the class file, so that listings run no code of a
  /// plugin: write `return new MethodName("…")`, or return a static field with such a value.
  ///
  /// @return the same name for every instance
  MethodName method();
}
