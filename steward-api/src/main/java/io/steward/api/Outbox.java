package io.steward.api;

/// What this node says to others. *You are given this*; only steward implements it.
///
/// Safe for use by any thread.
public interface Outbox {

  /// Sends a message, and returns when it is on this node's disk: from then on it is delivered to
  /// the broker as soon as there is one, in the order of sending per subject, also after a crash of
  /// this node. Blocks while the outbox is full.
  ///
  /// @param message what to send, and where to
  /// @return the message's id
  /// @throws IllegalArgumentException when the arguments cannot be written as a document, or are
  ///   larger than this node's configuration allows
  /// @throws InterruptedException when interrupted while waiting for room; the message was not sent
  /// @throws java.io.UncheckedIOException when this node's disk does not take it; it was not sent
  String send(Message message) throws InterruptedException;

  /// Sends a message as {@link #send} does, and lets the caller follow what comes of it.
  ///
  /// @param message what to send, and where to
  /// @return what comes of it; to be closed
  /// @throws IllegalArgumentException as {@link #send} does
  /// @throws InterruptedException when interrupted while waiting for room; the message was not sent
  /// @throws java.io.UncheckedIOException as {@link #send} does
  Exchange ask(Message message) throws InterruptedException;
}
