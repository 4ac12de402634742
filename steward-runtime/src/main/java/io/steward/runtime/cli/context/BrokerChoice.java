package io.steward.runtime.cli.context;

import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
  private static final String DEFAULT_ADDRESS = "nats://127.0.0.1:4222";
  private static final Pattern SECRETS = Pattern.compile("//[^/@\\s]*@");

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
              List.of(address(broker)), named.credentials(), named.inbox(), named.tls());
    }
    String configured = broker.isEmpty() ? environment.getOrDefault(VARIABLE, "") : broker;
    if (!configured.isEmpty()) {
      return ConnectOptions.withServers(List.of(address(configured)));
    }
    Optional<ConnectOptions> chosen = contexts.selected();
    return chosen.isPresent()
        ? chosen.get()
        : ConnectOptions.withServers(List.of(URI.create(DEFAULT_ADDRESS)));
  }

  /// Parses a broker's address, whose scheme is optional.
  ///
  /// @throws IllegalArgumentException if it is invalid
  static URI address(String text) {
    String stripped = text.strip();
    URI address = URI.create(stripped.contains("://") ? stripped : "nats://" + stripped);
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a broker address such as " + DEFAULT_ADDRESS);
    }
    return address;
  }

  /// Removes the credentials from all addresses in a text.
  public static String redact(String text) {
    return SECRETS.matcher(text).replaceAll("//");
  }
}
