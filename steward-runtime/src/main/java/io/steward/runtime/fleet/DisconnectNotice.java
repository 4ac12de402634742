package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.runtime.bus.InboundMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A broker's word that a connection has ended.
///
/// It cuts a unit off only when the unit's own last word came over that very connection. So a word
/// that is late, about a connection that the unit has replaced, says nothing, and the unit's next
/// word outdates it: no clocks are compared, and nobody takes it back.
///
/// @param node what the connection was called: a node's name, where it was a node's
/// @param link which connection, as a unit tells its own
/// @param ended when it ended, by the broker's clock
/// @param reason why, in the broker's words
/// @param server which server says so
public record DisconnectNotice(
    NodeName node, String link, Instant ended, String reason, String server) {

  /// What a server's event `io.nats.server.advisory.v1.client_disconnect` says; nothing when the
  /// connection cannot have been a node's.
  public static Optional<DisconnectNotice> fromEvent(InboundMessage event) {
    Map<String, Object> document = UntrustedDocuments.read(event.body());
    Map<String, Object> client = UntrustedDocuments.map(document.get("client"));
    Map<String, Object> server = UntrustedDocuments.map(document.get("server"));
    return of(
        text(client, "name"),
        text(server, "id") + " " + text(client, "id"),
        text(document, "timestamp"),
        text(document, "reason"),
        text(server, "name"));
  }

  /// What stands in the bucket; nothing when it is not such a word.
  static Optional<DisconnectNotice> fromBucket(InboundMessage message) {
    Map<String, Object> document = UntrustedDocuments.read(message.body());
    return of(
        text(document, "node"),
        text(document, "link"),
        text(document, "ended"),
        text(document, "reason"),
        text(document, "server"));
  }

  private static Optional<DisconnectNotice> of(
      String node, String link, String ended, String reason, String server) {
    try {
      return Optional.of(
          new DisconnectNotice(new NodeName(node), link, Instant.parse(ended), reason, server));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, Object> document, String key) {
    return document.getOrDefault(key, "").toString();
  }

  /// The document for the bucket.
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("node", node.value());
    document.put("link", link);
    document.put("ended", ended.toString());
    document.put("reason", reason);
    document.put("server", server);
    return document;
  }
}
