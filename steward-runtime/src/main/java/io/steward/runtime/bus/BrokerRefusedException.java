package io.steward.runtime.bus;

import java.io.IOException;

/// A broker is there, but either side refuses the other, so that somebody must change something
/// before it can be used. The message contains no secret.
public final class BrokerRefusedException extends IOException {

  private static final long serialVersionUID = 1;

  BrokerRefusedException(String message) {
    super(message);
  }
}
