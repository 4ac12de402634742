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

/// A unit, from its latest state in the bucket.
///
/// @param name the unit's name
/// @param presence whether it is online
/// @param lastHeard when the broker stored its latest state
/// @param document that state: a {@link UnitDocument} as plain data, possibly of another version
/// @param disconnect the end of the connection over which that state was published, if the broker
///   has reported it
public record Unit(
    String name,
    Presence presence,
    Instant lastHeard,
    Map<String, Object> document,
    Optional<DisconnectNotice> disconnect) {

  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

  /// Longer than that of any node. With whatever else is reported, the unit could not be judged.
  private static final Duration MAX_HEARTBEAT = Duration.ofDays(1);

  /// A unit without a disconnect notice.
  public Unit(String name, Presence presence, Instant lastHeard, Map<String, Object> document) {
    this(name, presence, lastHeard, document, Optional.empty());
  }

  /// A unit from its latest state.
  ///
  /// @param now the time at which missing heartbeats are judged
  static Unit of(String name, Instant lastHeard, Map<String, Object> document, Instant now) {
    return new Unit(name, Presence.UNSEEN, lastHeard, document).judgedAt(now);
  }

  /// A unit that has never published its state.
  public static Unit unseen(String name) {
    return new Unit(name, Presence.UNSEEN, Instant.EPOCH, Map.of());
  }

  /// The unit with its presence at a time, if nothing more is heard of it until then.
  public Unit judgedAt(Instant now) {
    boolean stopped = document.containsKey("stopped");
    Presence judged =
        disconnect.isPresent() && !stopped
            ? Presence.SILENT
            : Presence.of(stopped, lastHeard, heartbeat(), now);
    return new Unit(name, judged, lastHeard, document, disconnect);
  }

  /// The same unit with the latest disconnect notice for its name, if that applies to its state.
  Unit withDisconnect(Optional<DisconnectNotice> notice) {
    return new Unit(name, presence, lastHeard, document, notice.filter(this::reportedOver));
  }

  /// Whether its latest state was published over the connection of a disconnect notice.
  public boolean reportedOver(DisconnectNotice notice) {
    return notice.link().equals(text("link"));
  }

  private Duration heartbeat() {
    try {
      Duration reported = Durations.parse(text("heartbeat"));
      return reported.isPositive() && reported.compareTo(MAX_HEARTBEAT) <= 0
          ? reported
          : DEFAULT_HEARTBEAT;
    } catch (IllegalArgumentException e) {
      return DEFAULT_HEARTBEAT;
    }
  }

  /// Since when it has had its presence, as far as can be told.
  public Instant since() {
    return switch (presence) {
      case ONLINE -> time("started").orElse(lastHeard);
      case STOPPED -> time("stopped").orElse(lastHeard);
      case SILENT ->
          disconnect
              .map(DisconnectNotice::ended)
              .orElse(Presence.silentFrom(lastHeard, heartbeat()));
      case UNSEEN -> lastHeard;
    };
  }

  /// The reason for its presence.
  public String why() {
    return switch (presence) {
      case ONLINE -> "sends a heartbeat every " + Durations.print(heartbeat());
      case STOPPED -> "it announced its shutdown";
      case SILENT ->
          disconnect
              .map(notice -> "its connection to the broker ended: " + notice.reason())
              .orElse("last heard at " + lastHeard);
      case UNSEEN -> "never heard from";
    };
  }

  private Optional<Instant> time(String key) {
    try {
      return Optional.of(Instant.parse(text(key)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The number of messages in its mailboxes.
  public long waiting() {
    return maps("processes").stream()
        .map(process -> process.get("waiting"))
        .mapToLong(waiting -> waiting instanceof Number number ? number.longValue() : 0)
        .sum();
  }

  /// Its report of a bound command method: the description, and the JSON Schema of the arguments.
  public Optional<Map<String, Object>> command(MethodName method) {
    return maps("plugins").stream()
        .flatMap(plugin -> UntrustedDocuments.maps(plugin.get("methods")).stream())
        .filter(each -> method.value().equals(each.get("name")))
        .filter(each -> MessageType.COMMAND.toString().equals(each.get("kind")))
        .filter(each -> each.containsKey("arguments"))
        .findFirst();
  }

  /// A field of the document as a list of maps; empty if it is not one.
  public List<Map<String, Object>> maps(String key) {
    return UntrustedDocuments.maps(document.get(key));
  }

  /// A field of the document as a map; empty if it is not one.
  public Map<String, Object> map(String key) {
    return UntrustedDocuments.map(document.get(key));
  }

  /// A field of the document as text; empty if it is missing.
  public String text(String key) {
    Object value = document.get(key);
    return value == null ? "" : value.toString();
  }
}
