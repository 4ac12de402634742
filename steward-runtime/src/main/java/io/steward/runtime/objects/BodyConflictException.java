package io.steward.runtime.objects;

import java.io.IOException;

/// Something else is already stored under the name of a body; a retry does not help. Since a piece
/// is written once, neither a stranger nor a sender that uses an id again can replace the arguments
/// of a command that is stored.
public final class BodyConflictException extends IOException {

  private static final long serialVersionUID = 1;

  BodyConflictException(String name) {
    super("something else is already stored under the name of the body " + name);
  }
}
