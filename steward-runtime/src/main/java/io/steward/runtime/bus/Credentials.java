package io.steward.runtime.bus;

/// Credentials for a broker. None of them prints its secret.
public sealed interface Credentials {

  /// None, or those in the broker's address.
  record None() implements Credentials {}

  /// A user name and password.
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

  /// A key whose public half is certified by a JWT.
  ///
  /// @param jwt the JWT, which names its issuer and the permissions of the key
  record Jwt(String jwt, NKeySeed seed) implements Credentials {
    @Override
    public String toString() {
      return "a JWT for " + seed;
    }
  }
}
