package io.steward.api;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;

/// The circumstances of one message. *You are given this*; only steward implements it, so it may
/// grow.
///
/// Valid from the call of a handler until its return. The streams may be written from any thread;
/// the rest belongs to the calling one.
public interface MessageContext {

  /// {@return the subject the message came in on; its node is this node}
  Subject subject();

  /// {@return the sender, or `anonymous` when the message named none}
  NodeName from();

  /// {@return the message's id: 22 characters or more, the same when the message is delivered
  /// again}
  String id();

  /// {@return when the thread will be interrupted, by the unit's clock}
  Instant deadline();

  /// Standard output of the command, as bytes. A flush sends what was written; so do full buffers
  /// and a moment's passing. Beyond the binding's cap the head and the tail are kept, and the bytes
  /// between are counted. An event's output goes nowhere.
  ///
  /// @return the stream, the same at each call; need not be closed
  OutputStream output();

  /// Like {@link #output()}, kept apart from it: what a program writes to standard error.
  ///
  /// @return the stream, the same at each call; need not be closed
  OutputStream errors();

  /// {@return a folder of this binding's own, which exists and survives restarts}
  Path data();

  /// {@return for sending messages to other nodes}
  Outbox outbox();

  /// {@return for what is too large to be sent in a message, such as files; may be used by any
  /// thread}
  ObjectStore objects();
}
