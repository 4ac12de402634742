package io.steward.runtime.objects;

import io.steward.api.StoredObject;
import io.steward.runtime.bus.InboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The manifest of an object, stored in the bucket as `size=BYTES; sha256=HEX; piece=BYTES`.
///
/// @param object the object
/// @param pieceSize the size of each of its pieces but the last, in bytes
record ObjectManifest(StoredObject object, int pieceSize) {

  private static final Pattern SYNTAX =
      Pattern.compile("size=(\\d{1,18}); sha256=([0-9a-f]{64}); piece=([1-9]\\d{0,8})");

  /// Parses a manifest; empty if it is malformed.
  static Optional<ObjectManifest> parse(String name, InboundMessage message) {
    Matcher matcher = SYNTAX.matcher(message.text().strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Instant stored = message.stored().orElse(Instant.EPOCH);
    long size = Long.parseLong(matcher.group(1));
    return Optional.of(
        new ObjectManifest(
            new StoredObject(name, size, matcher.group(2), stored),
            Integer.parseInt(matcher.group(3))));
  }

  byte[] encode() {
    return ("size=" + object.size() + "; sha256=" + object.sha256() + "; piece=" + pieceSize)
        .getBytes(StandardCharsets.UTF_8);
  }
}
