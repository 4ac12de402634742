package io.steward.runtime.bus;

import java.io.IOException;

/// Something in a bucket was not replaced, since somebody else has replaced it meanwhile.
public final class RevisionConflictException extends IOException {

  private static final long serialVersionUID = 1;

  RevisionConflictException(String message) {
    super(message);
  }
}
