package io.steward.runtime.bus;

import java.io.IOException;

/// The broker does not store a message, however often it is sent: it is too large, or it does not
/// fit the stream.
public final class MessageRefusedException extends IOException {

  private static final long serialVersionUID = 1;

  MessageRefusedException(String message) {
    super(message);
  }
}
