package io.steward.plugin.filetransfer;

import java.io.IOException;

/// A file must not, or cannot, be copied. The message is for a person.
final class RefusedException extends IOException {

  private static final long serialVersionUID = 1;

  RefusedException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
