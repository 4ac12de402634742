package io.steward.runtime.cli.context;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses the broker of a verb and the credentials.
///
/// The command line overrides the environment, and steward's own variable overrides the contexts of
/// the `nats` tool. As in that tool, `--broker` beside `--context` replaces only the address and
/// keeps the credentials.
///
/// @param broker the option, or empty
/// @param context the option, or empty
/// @param environment the environment variables
/// @param home the user's folder
public record BrokerChoice(
    String broker, String context, Map<String, String> environment, Path home) {

  private static final String VARIABLE = "STEWARD_BROKER";

  /// How to connect.
  ///
  /// @throws ProblemsException if a context is invalid
  /// @throws IllegalArgumentException if the context does not exist, or the address is invalid
  public ConnectOptions options() throws ProblemsException, IOException {
    NatsContexts contexts = new NatsContexts(environment, home);
    if (!context.isEmpty()) {
      ConnectOptions named = contexts.read(context, "--context");
      return broker.isEmpty()
          ? named
          : new ConnectOptions(
              List.of(BrokerAddress.parse(broker)),
              named.credentials(),
              named.inbox(),
              named.tls());
    }
    String configured = broker.isEmpty() ? environment.getOrDefault(VARIABLE, "") : broker;
    if (!configured.isEmpty()) {
      return ConnectOptions.withAddresses(List.of(BrokerAddress.parse(configured)));
    }
    Optional<ConnectOptions> chosen = contexts.selected();
    return chosen.isPresent()
        ? chosen.get()
        : ConnectOptions.withAddresses(List.of(BrokerAddress.DEFAULT));
  }
}
