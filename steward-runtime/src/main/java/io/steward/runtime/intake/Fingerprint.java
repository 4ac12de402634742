package io.steward.runtime.intake;

import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.digest.Sha256;
import io.steward.runtime.ledger.CursorPosition;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Recognizes a stored message, whether it comes live or is read from its stream.
final class Fingerprint {

  private static final String OF_BROKER = "Nats-";
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]+");

  private Fingerprint() {}

  /// The position of a message: its sequence, the SHA-256 of what its sender wrote, and when the
  /// broker stored it, if that is known.
  static CursorPosition of(InboundMessage message) {
    Sha256 digest = new Sha256();
    add(digest, lastTokens(message.subject()));
    for (Map.Entry<String, String> header : new TreeMap<>(message.headers().values()).entrySet()) {
      if (isOfSender(header.getKey())) {
        add(digest, header.getKey() + ":" + header.getValue());
      }
    }
    var _ = digest.add(message.body());
    return new CursorPosition(message.sequence(), digest.hex(), message.stored());
  }

  private static void add(Sha256 digest, String text) {
    var _ = digest.add((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Method and domain, which stand at the end of the live and of the stored subject. The ways of a
  /// message differ in what they make of other characters.
  private static String lastTokens(String subject) {
    int last = subject.lastIndexOf('.');
    String tokens = subject.substring(subject.lastIndexOf('.', last - 1) + 1);
    return VALID.matcher(tokens).matches() ? tokens : "";
  }

  /// Whether a header is its sender's. Those of the broker, and whether they can be parsed, differ
  /// between the ways of a message.
  private static boolean isOfSender(String name) {
    return (!name.startsWith(OF_BROKER) && !name.equals(Header.MALFORMED))
        || name.equals(Header.DEDUPLICATION);
  }
}
