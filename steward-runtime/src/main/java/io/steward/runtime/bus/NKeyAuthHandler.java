package io.steward.runtime.bus;

import io.nats.client.AuthHandler;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Proves to a broker that one has a key.
///
/// @param seed of the key
/// @param jwt who has vouched for it, if somebody has
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
