package io.steward.runtime.fleet;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.databind.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Identifies a connection to users of the broker's system account, who may see all connections.
/// Its details tell whether the end of a connection would be reported to them.
///
/// @param server the id of the server that it is connected to
/// @param number the number of the connection at that server
public record ConnectionIdentity(String server, long number) {

  /// The first release that reports disconnects in the global account (nats-server pull request
  /// 6885).
  private static final Runtime.Version FIRST_TO_REPORT_GLOBAL = Runtime.Version.parse("2.12");

  /// Parses the value of {@link Bus#session()}.
  public static ConnectionIdentity of(String session) {
    int space = session.indexOf(' ');
    return new ConnectionIdentity(
        session.substring(0, space), Long.parseLong(session.substring(space + 1)));
  }

  /// The subject of the monitoring endpoint `connz` as a system service.
  public String subject() {
    return "$SYS.REQ.SERVER." + server + ".CONNZ";
  }

  /// The request for the details of this connection.
  public byte[] request() {
    return Json.write(Map.of("cid", number, "auth", true));
  }

  /// The reason why a disconnect would not be reported; empty if it would be.
  ///
  /// @param answer the broker's answer; empty if there was no responder
  public Optional<String> whyUnreported(Optional<byte[]> answer) {
    if (answer.isEmpty()) {
      return Optional.of("the user does not belong to its system account");
    }
    Map<String, Object> document = UntrustedDocuments.read(answer.get());
    Map<String, Object> connection =
        UntrustedDocuments.map(document.get("data")).get("connections")
                    instanceof List<?> connections
                && !connections.isEmpty()
            ? UntrustedDocuments.map(connections.getFirst())
            : Map.of();
    boolean inGlobalAccount = !connection.isEmpty() && !connection.containsKey("account");
    String version =
        UntrustedDocuments.map(document.get("server")).getOrDefault("ver", "").toString();
    return inGlobalAccount && isOlder(version)
        ? Optional.of(
            "nats-server "
                + version
                + " reports no disconnects in the global account $G; give the fleet an account"
                + " of its own, or use 2.12 or newer")
        : Optional.empty();
  }

  private static boolean isOlder(String version) {
    try {
      return Runtime.Version.parse(version).compareTo(FIRST_TO_REPORT_GLOBAL) < 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
