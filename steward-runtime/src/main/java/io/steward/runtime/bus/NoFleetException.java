package io.steward.runtime.bus;

import java.io.IOException;

/// A broker is there, but the fleet's streams are not: no node has made them yet, the broker has
/// lost them, or its servers have not elected a leader.
public final class NoFleetException extends IOException {

  private static final long serialVersionUID = 1;

  NoFleetException(String message) {
    super(message);
  }
}
