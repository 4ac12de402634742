package io.steward.api;

/// Executes commands. *You implement this.*
///
/// @param <A> the arguments: a record
public non-sealed interface CommandHandler<A> extends MethodHandler<A> {

  /// Executes one command. Must not return before it has been executed: what the handler returns is
  /// the outcome.
  ///
  /// Called on a virtual thread of the process; blocking is fine. An interrupt asks to stop: clean
  /// up and let the `InterruptedException` out (or return; the outcome is `timed-out` or
  /// `cancelled` either way).
  ///
  /// @param arguments what the sender asked for, already bound and validated
  /// @param context the message's own circumstances; of no use after this method has returned
  /// @return the handler's word on how it went
  /// @throws Exception a checked one when the world did not allow it: the command has `failed` with
  ///   the exception's message; an unchecked one is a fault of the plugin, unless it is an
  ///   `UncheckedIOException`
  Reply handle(A arguments, MessageContext context) throws Exception;

  /// Whether running a command again, after the node died in the middle of it, does no harm. When
  /// false, such a command's outcome is `unknown`.
  ///
  /// @return false, unless a handler says otherwise
  default boolean repeatable() {
    return false;
  }
}
