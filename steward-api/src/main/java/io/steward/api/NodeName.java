package io.steward.api;

/// The unique name of a node: an installation with an operating system.
///
/// One token of a subject: 1 to 64 of `A-Z a-z 0-9 - _`, the first a letter or digit,
/// case-sensitive. So neither a dot nor a wildcard nor a blank can reach the broker.
///
/// @param value the token as it is written
public record NodeName(String value) implements Comparable<NodeName> {

  /// Checks the token.
  ///
  /// @throws IllegalArgumentException when the value is not such a token
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
