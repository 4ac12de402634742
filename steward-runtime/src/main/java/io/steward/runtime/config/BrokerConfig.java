package io.steward.runtime.config;

import io.steward.api.Description;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the broker is.
///
/// @param servers its addresses
/// @param system who hears there of the connections that end
public record BrokerConfig(
    @Description("Addresses such as nats://127.0.0.1:4222, tried in turn; that one when not said.")
        List<URI> servers,
    @Description(
            "A user of the broker's system account: with it the node hears which units'"
                + " connections end, and notes it for all; it does not when not said.")
        Optional<SystemUser> system) {

  private static final URI DEFAULT_SERVER = URI.create("nats://127.0.0.1:4222");
  private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");

  /// Where it is when nobody says.
  public static final BrokerConfig DEFAULT =
      new BrokerConfig(List.of(DEFAULT_SERVER), Optional.empty());

  public BrokerConfig {
    if (servers.isEmpty()) {
      servers = List.of(DEFAULT_SERVER);
    }
    for (URI server : servers) {
      if (!SCHEMES.contains(server.getScheme()) || server.getHost() == null) {
        throw new IllegalArgumentException(
            "\"" + server + "\" is not a broker's address such as nats://127.0.0.1:4222");
      }
    }
  }
}
