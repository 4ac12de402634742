package io.steward.api;

/// The unique name of a node, an installation with an operating system.
///
/// One token of a subject: 1 to 64 of `A-Z a-z 0-9 - _`, starting with a letter or digit,
/// case-sensitive. It therefore never contains a dot, a wildcard or whitespace.
///
/// @param value the token
public record NodeName(String value) implements Comparable<NodeName> {

  /// Checks the token.
  ///
  /// @throws IllegalArgumentException when the value is not a valid token
  public NodeName {
    Token.check("node name", value);
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
