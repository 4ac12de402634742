package io.steward.api;

/// Distinguishes several uses of one method on the same node.
///
/// One token of a subject: 1 to 64 of `A-Z a-z 0-9 - _`, starting with a letter or digit,
/// case-sensitive. It therefore never contains a dot, a wildcard or whitespace.
///
/// @param value the token
public record Domain(String value) implements Comparable<Domain> {

  /// Checks the token.
  ///
  /// @throws IllegalArgumentException when the value is not a valid token
  public Domain {
    Token.check("domain", value);
  }

  @Override
  public int compareTo(Domain other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
