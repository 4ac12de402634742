package io.steward.runtime.jar;

/// A jar is damaged, ambiguous or too large. The message is one line, for its author or for the
/// person who installed it.
public final class InvalidJarException extends Exception {

  private static final long serialVersionUID = 1;

  /// @param reason one line, to follow "the jar is refused:"
  public InvalidJarException(String reason) {
    super(reason);
  }

  InvalidJarException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
