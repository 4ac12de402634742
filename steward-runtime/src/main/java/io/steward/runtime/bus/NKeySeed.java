package io.steward.runtime.bus;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/// The secret half of a NATS user's key: an Ed25519 seed in base 32, with a prefix for its type and
/// a checksum at its end (NATS nkeys).
///
/// jnats parses seeds with a cryptographic library of 6 MB, which steward leaves out.
public final class NKeySeed {

  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648
  private static final int SEED_PREFIX = 18 << 3; // S
  private static final int USER_PREFIX = 20 << 3; // U
  private static final int KEY_BYTES = 32;
  private static final int CRC_BYTES = 2;

  private final KeyPair keyPair;

  private NKeySeed(KeyPair pair) {
    this.keyPair = pair;
  }

  /// Parses a seed.
  ///
  /// @throws IllegalArgumentException if it is not the seed of a user
  public static NKeySeed parse(String text) {
    byte[] bytes = decode(text);
    int body = bytes.length - CRC_BYTES;
    if (body != 2 + KEY_BYTES
        || crc(bytes, body) != ((bytes[body] & 0xff) | (bytes[body + 1] & 0xff) << 8)) {
      throw new IllegalArgumentException("it is not a seed, or it is mistyped");
    }
    // five bits mark a seed; the next eight, across two bytes, are the type of its owner
    int kind = (bytes[0] & 7) << 5 | (bytes[1] & 0xf8) >> 3;
    if ((bytes[0] & 0xf8) != SEED_PREFIX || kind != USER_PREFIX) {
      throw new IllegalArgumentException("it is not the seed of a user, which begins with SU");
    }
    return new NKeySeed(deriveKeyPair(Arrays.copyOfRange(bytes, 2, body)));
  }

  /// The key pair of a seed. The JDK derives the public half only when it generates a pair, whose
  /// private half is the random bytes that it is given.
  private static KeyPair deriveKeyPair(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /// The public half, as the broker knows it.
  public String publicKey() {
    byte[] encoded = keyPair.getPublic().getEncoded(); // X.509: the key itself comes last
    byte[] bytes = new byte[1 + KEY_BYTES + CRC_BYTES];
    bytes[0] = (byte) USER_PREFIX;
    System.arraycopy(encoded, encoded.length - KEY_BYTES, bytes, 1, KEY_BYTES);
    int crc = crc(bytes, 1 + KEY_BYTES);
    bytes[1 + KEY_BYTES] = (byte) crc;
    bytes[2 + KEY_BYTES] = (byte) (crc >> 8);
    return encode(bytes);
  }

  /// Signs the challenge of the broker.
  byte[] sign(byte[] challenge) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keyPair.getPrivate());
      signature.update(challenge);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static byte[] decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int bits = 0;
    int held = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("it is not a seed, or it is mistyped");
      }
      held = (held << 5 | digit) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(held >> bits);
      }
    }
    return bytes.toByteArray();
  }

  private static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte each : bytes) {
      held = (held << 8 | (each & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(DIGITS.charAt(held >> bits & 31));
      }
    }
    if (bits > 0) {
      text.append(DIGITS.charAt(held << (5 - bits) & 31));
    }
    return text.toString();
  }

  /// CRC-16/XMODEM.
  private static int crc(byte[] bytes, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= (bytes[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
      }
    }
    return crc & 0xffff;
  }

  @Override
  public String toString() {
    return "the key " + publicKey();
  }

  /// A source of randomness that returns given bytes.
  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // never serialized
    private final byte[] bytes;

    FixedRandom(byte[] bytes) {
      super(null, null);
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] to) {
      System.arraycopy(bytes, 0, to, 0, to.length);
    }
  }
}
