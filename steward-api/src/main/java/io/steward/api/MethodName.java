package io.steward.api;

/// The name of a method: what is done with a message.
///
/// One token of a subject: 1 to 64 of `A-Z a-z 0-9 - _`, the first a letter or digit,
/// case-sensitive. So neither a dot nor a wildcard nor a blank can reach the broker.
///
/// @param value the token as it is written
public record MethodName(String value) implements Comparable<MethodName> {

  /// Checks the token.
  ///
  /// @throws IllegalArgumentException when the value is not such a token
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
