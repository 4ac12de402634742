package io.steward.api;

/// Executes commands. *You implement this.*
///
/// @param <A> the arguments; {@link NoArguments} if there are none
public non-sealed interface CommandHandler<A extends Record> extends MethodHandler<A> {

  /// Executes one command and returns its outcome. Must not return before the command is done.
  ///
  /// Called on a virtual thread of the process; blocking is fine. An interrupt means stop: clean
  /// up, then throw the `InterruptedException` or return; the outcome is `timed-out` or `cancelled`
  /// either way.
  ///
  /// @param arguments the command's arguments, bound and validated
  /// @param context of this command; invalid after this method has returned
  /// @return success or failure, with the result
  /// @throws Exception a checked exception or an `UncheckedIOException` when the command could not
  ///   be carried out: the outcome is `failed` with the exception's message as its reason; any
  ///   other unchecked exception is a bug of the plugin
  Reply handle(A arguments, CommandContext context) throws Exception;

  /// Whether a command may safely be rerun when the node died while it ran. If not, the outcome of
  /// such a command is `unknown`.
  ///
  /// @return false by default
  default boolean repeatable() {
    return false;
  }
}
