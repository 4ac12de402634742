package io.steward.api;

import java.nio.file.Path;

/// The context of one message: what a command and an event have in common. *steward gives you
/// this*; only steward implements it, so methods may be added. A command has a {@link
/// CommandContext}.
///
/// Valid from the call of a handler until it returns. It belongs to the calling thread; what may be
/// used by any thread says so.
public interface MessageContext {

  /// {@return the subject on which the message arrived; its node is this node}
  Subject subject();

  /// {@return the sender, or `anonymous` when the message names none}
  NodeName from();

  /// {@return the message's id, at least 22 characters; the same at each redelivery}
  String id();

  /// {@return the binding's own folder, which exists and survives restarts; `.positions` in it
  /// belongs to steward}
  Path data();

  /// {@return the binding's positions: small values that survive restarts and crashes; may be used
  /// by any thread}
  PositionStore positions();

  /// {@return the outbox, which sends messages to other nodes; may be used by any thread}
  Outbox outbox();

  /// {@return the store for data too large for a message, such as files; may be used by any thread}
  ObjectStore objects();
}
