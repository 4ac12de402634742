package io.steward.runtime.fleet;

import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The ids that receivers use for stored messages: the sender's, or one derived from the position
/// in the stream, for which the broker is queried once per stream.
///
/// Safe for use by any thread.
final class MessageIds {

  private final Bus bus;
  private final Map<String, String> incarnations = new ConcurrentHashMap<>();

  MessageIds(Bus bus) {
    this.bus = bus;
  }

  /// The id of a stored message.
  ///
  /// @param subject its receiver
  /// @throws IOException if the broker cannot be queried
  String of(InboundMessage message, Subject subject) throws IOException, InterruptedException {
    Optional<String> chosen = MessageId.chosen(message).filter(MessageId::isUsable);
    return chosen.isPresent()
        ? chosen.get()
        : MessageId.of(message, incarnation(bus.addresses().stream(subject)));
  }

  /// The stored message with an id, if there is one. Those under no valid subject are skipped: no
  /// receiver takes them.
  ///
  /// @param unit the receiver's name, or `*`
  /// @param since the time from which messages are looked at
  /// @throws IOException if the broker cannot be queried
  Optional<InboundMessage> find(String id, String unit, Instant since)
      throws IOException, InterruptedException {
    for (var source : bus.addresses().messagesFor(unit).entrySet()) {
      try (Bus.StreamReader reader =
          bus.read(source.getKey(), source.getValue(), new Bus.StartPosition.SinceTime(since))) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          if (has(next.get(), id)) {
            return next;
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean has(InboundMessage message, String id) throws IOException, InterruptedException {
    try {
      return of(message, bus.addresses().parseStoredSubject(message.subject())).equals(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private String incarnation(String stream) throws IOException, InterruptedException {
    String incarnation = incarnations.get(stream);
    if (incarnation == null) {
      incarnation = bus.incarnation(stream);
      incarnations.put(stream, incarnation);
    }
    return incarnation;
  }
}
