package io.steward.runtime.jar;

/// Why a jar cannot be relied on; the message is one line, for whoever made it or dropped it in.
public final class InvalidJarException extends Exception {

  private static final long serialVersionUID = 1;

  /// @param reason one line, which goes on after "the jar is refused:"
  public InvalidJarException(String reason) {
    super(reason);
  }

  InvalidJarException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
