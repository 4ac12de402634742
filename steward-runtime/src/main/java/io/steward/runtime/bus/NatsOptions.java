package io.steward.runtime.bus;

import io.nats.client.Options;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The options of connections to a broker.
final class NatsOptions {

  /// The pause between two attempts to connect.
  static final Duration RECONNECT_WAIT = Duration.ofMillis(500);

  /// Longer than that of a broker, 4 KiB: a consumer adds a reply subject to the line that a client
  /// has filled.
  private static final int MAX_CONTROL_LINE = 8 * 1024;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private NatsOptions() {}

  /// The options that all connections to a broker share.
  static Options.Builder of(ConnectOptions options, String name) {
    Options.Builder builder = Options.builder();
    switch (options.credentials()) {
      case Credentials.None() -> {}
      case Credentials.User(String user, String password) -> builder.userInfo(user, password);
      case Credentials.Token(String token) -> builder.token(token.toCharArray());
      case Credentials.NKey(NKeySeed seed) ->
          builder.authHandler(new NKeyAuthHandler(seed, Optional.empty()));
      case Credentials.Jwt(String jwt, NKeySeed seed) ->
          builder.authHandler(new NKeyAuthHandler(seed, Optional.of(jwt)));
    }
    options.tls().ifPresent(builder::sslContext);
    return builder
        .dataPortType(RepairingDataPort.class.getName())
        .maxControlLine(MAX_CONTROL_LINE)
        .servers(options.servers().stream().map(URI::toString).toArray(String[]::new))
        .noRandomize() // the order in which servers are listed is deliberate
        .connectionName(name)
        .inboxPrefix(options.inbox().orElse("_INBOX." + name) + ".")
        .connectionTimeout(CONNECT_TIMEOUT)
        .maxReconnects(-1)
        .reconnectWait(RECONNECT_WAIT)
        .reconnectBufferSize(0) // the caller retries; the library must not send late
        .pingInterval(Duration.ofSeconds(20));
  }
}
