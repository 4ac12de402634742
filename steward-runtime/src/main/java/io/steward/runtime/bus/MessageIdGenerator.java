package io.steward.runtime.bus;

import io.steward.runtime.digest.Sha256;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Generates message ids: UUID version 7 (RFC 9562), which sort by time and contain it.
public final class MessageIdGenerator {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int VERSION_7 = 7;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private static long lastStamp;

  private MessageIdGenerator() {}

  /// A new id, greater than any generated before by this program.
  public static synchronized String next(InstantSource clock) {
    // 48 bits of milliseconds and a 12-bit counter, which carries into the next millisecond
    long stamp = Math.max(clock.millis() << 12 | RANDOM.nextInt(1 << 8), lastStamp + 1);
    lastStamp = stamp;
    long high = (stamp >>> 12) << 16 | (long) VERSION_7 << 12 | (stamp & 0xfff);
    long low = VARIANT | (RANDOM.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }

  /// A reproducible id: the same for the same time and text.
  ///
  /// @param time the time that the id contains
  public static String reproducible(Instant time, String text) {
    ByteBuffer bits = Sha256.bytesOf(text);
    long high = time.toEpochMilli() << 16 | (long) VERSION_7 << 12 | (bits.getLong() & 0xfff);
    return new UUID(high, VARIANT | (bits.getLong() >>> 2)).toString();
  }

  /// When an id was generated, if it contains the time.
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
