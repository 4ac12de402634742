package io.steward.runtime.config;

import io.steward.api.Description;
import java.net.URI;
import java.util.List;
import java.util.Set;

/// Where the broker is.
///
/// @param servers its addresses
public record BrokerConfig(
    @Description("Addresses such as nats://127.0.0.1:4222, tried in turn; that one when not said.")
        List<URI> servers) {

  private static final URI USUAL = URI.create("nats://127.0.0.1:4222");
  private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");

  /// Where it is when nobody says.
  public static final BrokerConfig DEFAULT = new BrokerConfig(List.of(USUAL));

  public BrokerConfig {
    if (servers.isEmpty()) {
      servers = List.of(USUAL);
    }
    for (URI server : servers) {
      if (!SCHEMES.contains(server.getScheme()) || server.getHost() == null) {
        throw new IllegalArgumentException(
            "\"" + server + "\" is not a broker's address such as nats://127.0.0.1:4222");
      }
    }
  }
}
