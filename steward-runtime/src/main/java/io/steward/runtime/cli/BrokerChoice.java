package io.steward.runtime.cli;

import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which broker a verb talks to, and who it is there.
///
/// What the command line says comes before what the environment says, and steward's own variable
/// before the `nats` tool's contexts; a context that somebody names is taken with a `--broker`
/// beside it as the tool takes it, for who one is.
///
/// @param broker as of the command line, or empty
/// @param context as of the command line, or empty
/// @param environment of the program
/// @param home the user's folder
record BrokerChoice(String broker, String context, Map<String, String> environment, Path home) {

  private static final String VARIABLE = "STEWARD_BROKER";
  private static final String DEFAULT_ADDRESS = "nats://127.0.0.1:4222";
  private static final Pattern SECRETS = Pattern.compile("//[^/@\\s]*@");

  /// The way there.
  ///
  /// @throws ProblemsException when a context cannot be used
  /// @throws IllegalArgumentException when there is no such context, or an address is none
  ConnectOptions options() throws ProblemsException, IOException {
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

  /// A broker's address, whose scheme may be left out.
  ///
  /// @throws IllegalArgumentException when it is none
  static URI address(String text) {
    String stripped = text.strip();
    URI address = URI.create(stripped.contains("://") ? stripped : "nats://" + stripped);
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a broker's address such as " + DEFAULT_ADDRESS);
    }
    return address;
  }

  /// A text with addresses as it may be shown: without what they say of who one is.
  static String redact(String text) {
    return SECRETS.matcher(text).replaceAll("//");
  }
}
