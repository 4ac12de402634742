package io.steward.runtime.plugin;

/// A jar cannot be used. The message is for its author or for the person who installed it.
final class RefusedJarException extends Exception {

  private static final long serialVersionUID = 1;

  RefusedJarException(String reason) {
    super(reason);
  }

  RefusedJarException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
