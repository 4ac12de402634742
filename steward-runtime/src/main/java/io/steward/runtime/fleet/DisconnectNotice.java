package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.runtime.bus.InboundMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A broker's notice that a connection has ended.
///
/// A notice makes a unit silent only if the unit's latest state was published over that connection.
/// So a late notice about a connection that the unit has replaced has no effect, and the unit's
/// next state supersedes a notice: no clocks are compared, and no notice is ever withdrawn.
///
/// @param node the name of the connection: the node's name if it belonged to a node
/// @param link the connection, in the form in which a unit reports its own
/// @param ended when it ended, by the broker's clock
/// @param reason the reason as the broker gives it
/// @param server the name of the server that reports it
public record DisconnectNotice(
    NodeName node, String link, Instant ended, String reason, String server) {

  /// Parses a server's event `io.nats.server.advisory.v1.client_disconnect`; empty if the
  /// connection cannot have belonged to a node.
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

  /// Parses a document of the bucket; empty if it is not a disconnect notice.
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
