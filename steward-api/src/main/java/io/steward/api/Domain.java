package io.steward.api;

/// What tells two uses of one method on one node apart.
///
/// One token of a subject: 1 to 64 of `A-Z a-z 0-9 - _`, the first a letter or digit,
/// case-sensitive. So neither a dot nor a wildcard nor a blank can reach the broker.
///
/// @param value the token as it is written
public record Domain(String value) implements Comparable<Domain> {

  /// Checks the token.
  ///
  /// @throws IllegalArgumentException when the value is not such a token
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
