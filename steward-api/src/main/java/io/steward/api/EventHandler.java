package io.steward.api;

/// Receives events. *You implement this.*
///
/// @param <A> the arguments: a record
public non-sealed interface EventHandler<A> extends MethodHandler<A> {

  /// Takes one event. Return only when its effect is durable: the event is acknowledged then, and
  /// does not come again. Until then the same event may come again after a crash, with the same
  /// {@linkplain MessageContext#id() id}.
  ///
  /// @param arguments what has happened, already bound and validated
  /// @param context the message's own circumstances; of no use after this method has returned
  /// @throws Exception a checked one, or an `UncheckedIOException`, when the effect could not be
  ///   made durable: the event comes again after a pause; any other unchecked one is a fault of the
  ///   plugin, and has the same effect on a new instance
  void handle(A arguments, MessageContext context) throws Exception;
}
