package io.steward.runtime.access;

import java.util.Optional;

/// The brokers of this user on this machine, each with its login.
@FunctionalInterface
public interface LocalBrokers {

  /// None are known.
  LocalBrokers NONE = address -> Optional.empty();

  /// The login for a broker; empty if it is none of this user's.
  Optional<Login> login(BrokerAddress address);
}
