package io.steward.api;

import java.io.IOException;

/// An object cannot be had or put, and trying again soon is of no use: it is gone or damaged, or
/// the fleet has no bucket for objects, or a full one. The message is one line for a person.
public final class ObjectRefusedException extends IOException {

  private static final long serialVersionUID = 1;

  /// Made by steward.
  ///
  /// @param message why, for a person
  public ObjectRefusedException(String message) {
    super(message);
  }
}
