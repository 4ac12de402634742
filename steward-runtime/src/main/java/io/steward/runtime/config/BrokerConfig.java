package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.runtime.access.BrokerAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How to reach the broker.
///
/// @param servers its addresses
/// @param login the login for all of them, instead of one in the addresses
/// @param system the user that receives disconnect events
/// @param replies prefixes of inboxes to which answers may be copied
public record BrokerConfig(
    @Description("Addresses, tried in turn. Default: nats://127.0.0.1:4222.")
        List<BrokerAddress> servers,
    @Description(
            "The login, from a file that only this user may read, instead of one in the addresses."
                + " Default: none.")
        Optional<BrokerLogin> login,
    @Description(
            "A user of the broker's system account, with which the node receives disconnect events"
                + " and stores notices of units that were cut off. Default: none.")
        Optional<SystemUser> system,
    @Description(
            "Prefixes of inboxes, besides _INBOX, to which answers to requests may be copied."
                + " Default: none.")
        List<String> replies) {

  private static final Pattern PREFIX =
      Pattern.compile("_[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){0,7}\\.?");

  /// The default.
  public static final BrokerConfig DEFAULT =
      new BrokerConfig(
          List.of(BrokerAddress.DEFAULT), Optional.empty(), Optional.empty(), List.of());

  public BrokerConfig {
    if (servers.isEmpty()) {
      servers = List.of(BrokerAddress.DEFAULT);
    }
    for (String prefix : replies) {
      if (!PREFIX.matcher(prefix).matches()) {
        throw new IllegalArgumentException(
            "\"" + prefix + "\" is not the prefix of an inbox such as _INBOX_operators");
      }
    }
  }
}
