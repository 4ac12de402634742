package io.steward.runtime.bus;

/// A body that travelled apart from its letter, and that trying again does not help.
public final class UnusableBodyException extends Exception {

  private static final long serialVersionUID = 1;

  /// @param reason for a person
  public UnusableBodyException(String reason) {
    super(reason);
  }

  /// Why, for a person.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
