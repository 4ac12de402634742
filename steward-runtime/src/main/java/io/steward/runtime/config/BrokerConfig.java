package io.steward.runtime.config;

import io.steward.api.Description;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How to reach the broker.
///
/// @param servers its addresses
/// @param system the user that receives disconnect events
public record BrokerConfig(
    @Description("Addresses, tried in turn. Default: nats://127.0.0.1:4222.") List<URI> servers,
    @Description(
            "A user of the broker's system account, with which the node receives disconnect events"
                + " and stores notices of units that were cut off. Default: none.")
        Optional<SystemUser> system) {

  private static final URI DEFAULT_SERVER = URI.create("nats://127.0.0.1:4222");
  private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");

  /// The default.
  public static final BrokerConfig DEFAULT =
      new BrokerConfig(List.of(DEFAULT_SERVER), Optional.empty());

  public BrokerConfig {
    if (servers.isEmpty()) {
      servers = List.of(DEFAULT_SERVER);
    }
    for (URI server : servers) {
      if (!SCHEMES.contains(server.getScheme()) || server.getHost() == null) {
        throw new IllegalArgumentException(
            "\"" + server + "\" is not a broker address such as nats://127.0.0.1:4222");
      }
    }
  }
}
