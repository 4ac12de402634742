package io.steward.api;

/// The name of a method, which says what is done with a message.
///
/// One token of a subject: 1 to 64 of `A-Z a-z 0-9 - _`, starting with a letter or digit,
/// case-sensitive. It therefore never contains a dot, a wildcard or whitespace.
///
/// @param value the token
public record MethodName(String value) implements Comparable<MethodName> {

  /// Checks the token.
  ///
  /// @throws IllegalArgumentException when the value is not a valid token
  public MethodName {
    Token.check("method name", value);
  }

  @Override
  public int compareTo(MethodName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
