package io.steward.api;

import java.io.IOException;

/// An object cannot be read or stored, and retrying soon will not help: it is gone or damaged, or
/// the fleet's object bucket is missing or full. The message is one human-readable line.
public final class ObjectRefusedException extends IOException {

  private static final long serialVersionUID = 1;

  /// Created by steward.
  ///
  /// @param message the human-readable reason
  public ObjectRefusedException(String message) {
    super(message);
  }
}
