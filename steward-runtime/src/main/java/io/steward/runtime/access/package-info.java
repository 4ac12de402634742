/// Addresses of brokers and the logins for them, which are never printed.
///
/// The entries are {@link io.steward.runtime.access.BrokerAddress} and {@link
/// io.steward.runtime.access.LocalBrokers}.
@NullMarked
package io.steward.runtime.access;

import org.jspecify.annotations.NullMarked;
