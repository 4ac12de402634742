package io.steward.runtime.objects;

/// A body that is stored apart from its message and cannot be used; a retry does not help.
public final class UnusableBodyException extends Exception {

  private static final long serialVersionUID = 1;

  /// @param reason a text for people
  public UnusableBodyException(String reason) {
    super(reason);
  }

  /// The reason, for people.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
