package io.steward.runtime.intake;

import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Recognizes a message of one subject that was taken live, when it is read from its stream.
final class Fingerprint {

  private static final String OF_BROKER = "Nats-";

  private Fingerprint() {}

  /// The SHA-256 of what its sender wrote.
  static String of(InboundMessage message) {
    Sha256 digest = new Sha256();
    for (Map.Entry<String, String> header : new TreeMap<>(message.headers().values()).entrySet()) {
      if (isOfSender(header.getKey())) {
        String line = header.getKey() + ":" + header.getValue() + "\n";
        var _ = digest.add(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return digest.add(message.body()).hex();
  }

  /// Whether a header is its sender's: those of the broker differ between live and stored.
  private static boolean isOfSender(String name) {
    return !name.startsWith(OF_BROKER) || name.equals(Header.DEDUPLICATION);
  }
}
