package io.steward.plugin.filetransfer;

import java.io.IOException;

/// A file may not, or cannot, be copied; said for a person.
final class RefusedException extends IOException {

  private static final long serialVersionUID = 1;

  RefusedException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
