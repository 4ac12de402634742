package io.steward.runtime.bus;

import java.io.IOException;

/// A message was not stored, because its stream has reached its limit.
public final class StreamFullException extends IOException {

  private static final long serialVersionUID = 1;

  StreamFullException(String message) {
    super(message);
  }
}
