package io.steward.runtime.fleet;

import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.runtime.databind.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A unit, as it stands in the bucket.
///
/// @param name its name
/// @param presence whether it is there
/// @param lastHeard when the broker stored its last word
/// @param document that word: a {@link UnitDocument} as plain data, possibly of another version
/// @param disconnect the end of the connection over which it came, where the broker has told of it
public record Unit(
    String name,
    Presence presence,
    Instant lastHeard,
    Map<String, Object> document,
    Optional<DisconnectNotice> disconnect) {

  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

  /// A unit of which no end of its connection is known.
  public Unit(String name, Presence presence, Instant lastHeard, Map<String, Object> document) {
    this(name, presence, lastHeard, document, Optional.empty());
  }

  /// A unit by its last word.
  ///
  /// @param now by which its silence is judged
  static Unit of(String name, Instant lastHeard, Map<String, Object> document, Instant now) {
    return new Unit(name, Presence.UNSEEN, lastHeard, document).judgedAt(now);
  }

  /// A unit of which nothing was ever heard.
  public static Unit unseen(String name) {
    return new Unit(name, Presence.UNSEEN, Instant.EPOCH, Map.of());
  }

  /// The unit as it is at a time, when nothing more is heard of it.
  public Unit judgedAt(Instant now) {
    boolean stopped = document.containsKey("stopped");
    Presence judged =
        disconnect.isPresent() && !stopped
            ? Presence.SILENT
            : Presence.of(stopped, lastHeard, heartbeat(), now);
    return new Unit(name, judged, lastHeard, document, disconnect);
  }

  /// The same, once it is known which connection of its ended last.
  Unit withDisconnect(Optional<DisconnectNotice> notice) {
    return new Unit(name, presence, lastHeard, document, notice.filter(this::reportedOver));
  }

  /// Whether its last word came over a connection that has ended.
  public boolean reportedOver(DisconnectNotice notice) {
    return notice.link().equals(text("link"));
  }

  private Duration heartbeat() {
    try {
      return Durations.parse(text("heartbeat"));
    } catch (IllegalArgumentException e) {
      return DEFAULT_HEARTBEAT;
    }
  }

  /// Since when it is there, or not, as far as can be said.
  public Instant since() {
    return switch (presence) {
      case ONLINE -> time("started").orElse(lastHeard);
      case STOPPED -> time("stopped").orElse(lastHeard);
      case SILENT ->
          disconnect.map(DisconnectNotice::ended).orElse(Presence.silentFrom(lastHeard, heartbeat()));
      case UNSEEN -> lastHeard;
    };
  }

  /// What tells whether it is there.
  public String why() {
    return switch (presence) {
      case ONLINE -> "its heart beats every " + Durations.print(heartbeat());
      case STOPPED -> "it said goodbye";
      case SILENT ->
          disconnect.map(notice -> "its connection to the broker ended: " + notice.reason())
              .orElse("nothing was heard of it after " + lastHeard);
      case UNSEEN -> "nothing was ever heard of it";
    };
  }

  private Optional<Instant> time(String key) {
    try {
      return Optional.of(Instant.parse(text(key)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// How many messages wait in its mailboxes.
  public long waiting() {
    return maps("processes").stream()
        .map(process -> process.get("waiting"))
        .mapToLong(waiting -> waiting instanceof Number number ? number.longValue() : 0)
        .sum();
  }

  /// What it says of a method that is for commands, where that is bound: its description, and the
  /// JSON Schema of its arguments.
  public Optional<Map<String, Object>> command(MethodName method) {
    return maps("plugins").stream()
        .flatMap(plugin -> UntrustedDocuments.maps(plugin.get("methods")).stream())
        .filter(each -> method.value().equals(each.get("name")))
        .filter(each -> MessageType.COMMAND.toString().equals(each.get("kind")))
        .filter(each -> each.containsKey("arguments"))
        .findFirst();
  }

  /// A part of the document that is a list of maps; empty where there is none.
  public List<Map<String, Object>> maps(String key) {
    return UntrustedDocuments.maps(document.get(key));
  }

  /// A part of the document that is a map; empty where there is none.
  public Map<String, Object> map(String key) {
    return UntrustedDocuments.map(document.get(key));
  }

  /// A part of the document as text; empty where there is none.
  public String text(String key) {
    Object value = document.get(key);
    return value == null ? "" : value.toString();
  }
}
