package io.steward.api;

/// An {@link EventHandler} rejects an event, and retrying would not help. The event ends as
/// `rejected`, and the message is its reason: one human-readable line.
public final class EventRejectedException extends Exception {

  private static final long serialVersionUID = 1;

  /// Rejects an event.
  ///
  /// @param message the human-readable reason
  public EventRejectedException(String message) {
    super(message);
  }
}
