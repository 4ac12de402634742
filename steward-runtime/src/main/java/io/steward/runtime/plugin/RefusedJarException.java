package io.steward.runtime.plugin;

/// Why a jar cannot be used; the message is for its author or whoever dropped it in.
final class RefusedJarException extends Exception {

  private static final long serialVersionUID = 1;

  RefusedJarException(String reason) {
    super(reason);
  }

  RefusedJarException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
