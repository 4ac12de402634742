package io.steward.runtime.bus;

import io.nats.client.AuthHandler;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Authenticates to a broker with a key.
///
/// @param seed the seed of the key
/// @param jwt the JWT that certifies the key, if there is one
record NKeyAuthHandler(NKeySeed seed, Optional<String> jwt) implements AuthHandler {

  @Override
  public byte[] sign(byte[] nonce) {
    return seed.sign(nonce);
  }

  @Override
  public char[] getID() {
    return seed.publicKey().toCharArray();
  }

  @Override
  public char @Nullable [] getJWT() {
    return jwt.map(String::toCharArray).orElse(null);
  }
}
