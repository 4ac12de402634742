package io.steward.runtime.bus;

/// What a broker is told of who connects. None of them prints what it holds.
public sealed interface Credentials {

  /// Nothing, or what stands in the broker's address.
  record None() implements Credentials {}

  /// A user with a password.
  record User(String name, String password) implements Credentials {
    @Override
    public String toString() {
      return "the user " + name;
    }
  }

  /// A token.
  record Token(String token) implements Credentials {
    @Override
    public String toString() {
      return "a token";
    }
  }

  /// A key whose public half the broker knows.
  record NKey(NKeySeed seed) implements Credentials {}

  /// A key whose public half somebody has vouched for.
  ///
  /// @param jwt who has, and for what
  record Jwt(String jwt, NKeySeed seed) implements Credentials {
    @Override
    public String toString() {
      return "a JWT for " + seed;
    }
  }
}
