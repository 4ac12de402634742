package io.steward.api;

import java.io.OutputStream;
import java.time.Instant;

/// The context of one command. *steward gives you this*; only steward implements it, so methods may
/// be added.
///
/// Valid from the call of a handler until it returns. Any thread may write to the streams.
public interface CommandContext extends MessageContext {

  /// {@return when the thread will be interrupted, by the unit's clock}
  Instant deadline();

  /// The command's standard output, as bytes. Written bytes are sent on flush, when the buffer is
  /// full, and after a moment. Beyond the binding's cap only the head and the tail are kept, and
  /// the bytes dropped between them are counted.
  ///
  /// @return the same stream at each call; it need not be closed
  OutputStream output();

  /// The command's standard error, as {@link #output()} but a stream of its own.
  ///
  /// @return the same stream at each call; it need not be closed
  OutputStream errors();
}
