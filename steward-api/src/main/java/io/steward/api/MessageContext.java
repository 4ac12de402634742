package io.steward.api;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;

/// The context of one message. *steward gives you this*; only steward implements it, so methods may
/// be added.
///
/// Valid from the call of a handler until it returns. Any thread may write to the streams;
/// everything else belongs to the calling thread.
public interface MessageContext {

  /// {@return the subject on which the message arrived; its node is this node}
  Subject subject();

  /// {@return the sender, or `anonymous` when the message names none}
  NodeName from();

  /// {@return the message's id, at least 22 characters; the same at each redelivery}
  String id();

  /// {@return when the thread will be interrupted, by the unit's clock}
  Instant deadline();

  /// The command's standard output, as bytes. Written bytes are sent on flush, when the buffer is
  /// full, and after a moment. Beyond the binding's cap only the head and the tail are kept, and
  /// the bytes dropped between them are counted. Output of an event is discarded.
  ///
  /// @return the same stream at each call; it need not be closed
  OutputStream output();

  /// The command's standard error, as {@link #output()} but a stream of its own.
  ///
  /// @return the same stream at each call; it need not be closed
  OutputStream errors();

  /// {@return the binding's own folder, which exists and survives restarts}
  Path data();

  /// {@return the outbox, which sends messages to other nodes}
  Outbox outbox();

  /// {@return the store for data too large for a message, such as files; may be used by any thread}
  ObjectStore objects();
}
