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

  /// The subject the message came in on. Its node is this node.
  Subject subject();

  /// The sender, or `anonymous` when the message named none.
  NodeName from();

  /// The message's id: 22 characters or more, the same when the message is delivered again.
  String id();

  /// When the thread will be interrupted.
  Instant deadline();

  /// Standard output of the command, as bytes. A flush sends what was written; so do full buffers
  /// and a moment's passing. Beyond the binding's cap the head and the tail are kept, and the bytes
  /// between are counted. An event's output goes nowhere.
  OutputStream output();

  /// Like {@link #output()}, kept apart from it: what a program writes to standard error.
  OutputStream errors();

  /// A folder of this binding's own, which exists and survives restarts.
  Path data();

  /// For sending messages to other nodes.
  Outbox outbox();

  /// For what is too large to be sent in a message, such as files. May be used by any thread.
  ObjectStore objects();
}
