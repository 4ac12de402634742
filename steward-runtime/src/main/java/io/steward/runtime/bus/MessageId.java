package io.steward.runtime.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Ids for messages: UUID version 7 (RFC 9562), so that they sort by time and tell it.
public final class MessageId {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int VERSION_7 = 7;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private static long newest;

  private MessageId() {}

  /// A fresh id, greater than any made before by this program.
  public static synchronized String next(InstantSource clock) {
    // 48 bits of milliseconds and 12 of a counter, which borrows from the next millisecond
    long stamp = Math.max(clock.millis() << 12 | RANDOM.nextInt(1 << 8), newest + 1);
    newest = stamp;
    long high = (stamp >>> 12) << 16 | (long) VERSION_7 << 12 | (stamp & 0xfff);
    long low = VARIANT | (RANDOM.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }

  /// The id that always is the same for the same time and name: whoever does something again after
  /// a crash does it under the id it had.
  ///
  /// @param at which the id tells
  /// @param name what it is for
  public static String of(Instant at, String name) {
    byte[] digest = sha256(name);
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    long high = at.toEpochMilli() << 16 | (long) VERSION_7 << 12 | (bytes.getShort() & 0xfff);
    long low = VARIANT | (bytes.getLong() >>> 2);
    return new UUID(high, low).toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// When an id was made, where it tells.
  public static Optional<Instant> time(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.version() == VERSION_7
          ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
          : Optional.empty();
    } catch (IllegalArgumentException stranger) {
      return Optional.empty();
    }
  }
}
