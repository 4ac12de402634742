package io.steward.runtime.bus;

import java.io.IOException;

/// An entry of a bucket was not replaced, because its revision has changed meanwhile.
public final class RevisionConflictException extends IOException {

  private static final long serialVersionUID = 1;

  RevisionConflictException(String message) {
    super(message);
  }
}
