package io.steward.api;

/// Sends messages from this node. *steward gives you this*; only steward implements it.
///
/// Safe for use by any thread.
public interface Outbox {

  /// Sends a message, and returns when it is on this node's disk. It is then published as soon as a
  /// broker is reachable, in the order of sending per subject, also after a crash of this node.
  /// Blocks while the outbox is full.
  ///
  /// @param message the message, with its subject
  /// @return the message's id
  /// @throws IllegalArgumentException when the arguments cannot be written as a document, or exceed
  ///   the size this node's configuration allows
  /// @throws InterruptedException when interrupted while waiting for space; the message was not
  ///   sent
  /// @throws java.io.UncheckedIOException when writing to this node's disk fails; the message was
  ///   not sent
  String send(Message message) throws InterruptedException;

  /// Sends a message as {@link #send} does, and lets the caller follow the answers.
  ///
  /// @param message the message, with its subject
  /// @return the exchange, which the caller closes
  /// @throws IllegalArgumentException as {@link #send} does
  /// @throws InterruptedException when interrupted while waiting for space; the message was not
  ///   sent
  /// @throws java.io.UncheckedIOException as {@link #send} does
  Exchange ask(Message message) throws InterruptedException;
}
