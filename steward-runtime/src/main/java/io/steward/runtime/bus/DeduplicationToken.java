package io.steward.runtime.bus;

import java.security.SecureRandom;
import java.util.Base64;

/// Draws the tokens by which the broker recognizes messages that are published again ({@link
/// Header#DEDUPLICATION}). Each is kept with its message, so that a retry is recognized; it is
/// random, so that nobody can take it beforehand.
public final class DeduplicationToken {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  private DeduplicationToken() {}

  /// A new token: 128 random bits in 22 characters of Base64 for URLs (RFC 4648, section 5).
  public static String next() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
