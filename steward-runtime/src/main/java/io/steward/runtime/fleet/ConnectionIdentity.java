package io.steward.runtime.fleet;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.databind.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a connection looks to those who see all of a broker's connections: it shows whether they
/// will hear of its end.
///
/// @param server the id of the server it is connected to
/// @param number which connection of that server it is
public record ConnectionIdentity(String server, long number) {

  /// The first release that tells of connections in the global account (nats-server pull request
  /// 6885).
  private static final Runtime.Version FIRST_TO_REPORT_GLOBAL = Runtime.Version.parse("2.12");

  /// By {@link Bus#session()}.
  public static ConnectionIdentity of(String session) {
    int space = session.indexOf(' ');
    return new ConnectionIdentity(
        session.substring(0, space), Long.parseLong(session.substring(space + 1)));
  }

  /// Where to ask: the monitoring endpoint `connz` as a system service.
  public String subject() {
    return "$SYS.REQ.SERVER." + server + ".CONNZ";
  }

  /// What to ask.
  public byte[] request() {
    return Json.write(Map.of("cid", number, "auth", true));
  }

  /// Why its end would not be told, where that is so.
  ///
  /// @param answer what the broker answered; nothing when there is nobody who would
  public Optional<String> whyUnreported(Optional<byte[]> answer) {
    if (answer.isEmpty()) {
      return Optional.of("this is no user of its system account");
    }
    Map<String, Object> document = UntrustedDocuments.read(answer.get());
    Map<String, Object> connection =
        UntrustedDocuments.map(document.get("data")).get("connections") instanceof List<?> connections
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
                + " tells nothing of clients in the global account $G; give the fleet an account"
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
