package io.steward.runtime.fleet;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import java.util.Locale;
import java.util.Optional;

/// The id of a message: the one that its sender chose, or one that is derived from the position in
/// its stream, so that everyone derives the same.
public final class MessageId {

  private static final String DERIVED = "stored-";

  private MessageId() {}

  /// The id that its sender chose, whether or not it can be used.
  public static Optional<String> chosen(InboundMessage message) {
    return message.headers().find(Header.ID).or(() -> message.headers().find(Header.DEDUPLICATION));
  }

  /// Whether a sender may choose an id: it is a token of a subject, and nobody can derive it for
  /// another message.
  public static boolean isUsable(String id) {
    return Addresses.isSafeId(id) && !id.startsWith(DERIVED);
  }

  /// Whether an id is one that was derived.
  public static boolean isDerived(String id) {
    return Addresses.isSafeId(id) && id.startsWith(DERIVED);
  }

  /// The id of a stored message. One without a usable id has that of its position.
  ///
  /// @param incarnation the incarnation of its stream
  public static String of(InboundMessage message, String incarnation) {
    return chosen(message)
        .filter(MessageId::isUsable)
        .orElseGet(() -> derived(incarnation, message.sequence()));
  }

  private static String derived(String incarnation, long sequence) {
    return String.format(Locale.ROOT, DERIVED + "%s-%010d", incarnation, sequence);
  }
}
