package io.steward.api;

/// Receives events. *You implement this.*
///
/// @param <A> the arguments
public non-sealed interface EventHandler<A extends Record> extends MethodHandler<A> {

  /// Handles one event. Return only once its effect is durable: the event is then acknowledged and
  /// not redelivered. Until then it may be redelivered after a crash, with the same {@linkplain
  /// MessageContext#id() id}.
  ///
  /// @param arguments the event, bound and validated
  /// @param context of this event; invalid after this method has returned
  /// @throws EventRejectedException to reject the event, which is not retried
  /// @throws Exception another checked exception or an `UncheckedIOException` when the effect could
  ///   not be made durable: the event is retried after a backoff; any other unchecked exception is
  ///   a bug of the plugin, and the event is retried on a new instance
  void handle(A arguments, MessageContext context) throws Exception;
}
