package io.steward.runtime.bus;

import io.nats.client.Options;
import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.access.Login;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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
    List<BrokerAddress> servers = options.servers();
    switch (options.credentials()) {
      case Credentials.None() -> servers = withLogins(options, builder);
      case Credentials.User(String user, String password) -> builder.userInfo(user, password);
      case Credentials.Token(String token) -> builder.token(token.toCharArray());
      case Credentials.NKey(NKeySeed seed) ->
          builder.authHandler(new NKeyAuthHandler(seed, Optional.empty()));
      case Credentials.Jwt(String jwt, NKeySeed seed) ->
          builder.authHandler(new NKeyAuthHandler(seed, Optional.of(jwt)));
    }
    secure(options, builder);
    return builder
        .dataPortType(RepairingDataPort.class.getName())
        .maxControlLine(MAX_CONTROL_LINE)
        .servers(servers.stream().map(BrokerAddress::withVisibleLogin).toArray(String[]::new))
        .noRandomize() // the order in which servers are listed is deliberate
        .connectionName(name)
        .inboxPrefix(options.inbox().orElse("_INBOX." + name) + ".")
        .connectionTimeout(CONNECT_TIMEOUT)
        .maxReconnects(-1)
        .reconnectWait(RECONNECT_WAIT)
        .reconnectBufferSize(0) // the caller retries; the library must not send late
        .pingInterval(Duration.ofSeconds(20));
  }

  /// The servers with the logins that are not the same for all of them: each login is for its own
  /// server alone. One that is the same also applies to the peers that a server names.
  private static List<BrokerAddress> withLogins(ConnectOptions options, Options.Builder builder) {
    List<BrokerAddress> all =
        options.servers().stream()
            .map(server ->
                server
                    .login()
                    .or(() -> options.local().login(server))
                    .map(server::with)
                    .orElse(server))
            .toList();
    List<Optional<Login>> logins = all.stream().map(BrokerAddress::login).distinct().toList();
    if (logins.size() != 1 || logins.getFirst().isEmpty()) {
      return all;
    }
    Login common = logins.getFirst().get();
    common
        .user()
        .ifPresentOrElse(
            user -> builder.userInfo(user, common.secret()),
            () -> builder.token(common.secret().toCharArray()));
    return options.servers().stream().map(BrokerAddress::withoutLogin).toList();
  }

  /// Checks the broker's certificate against its name, which the library does not.
  private static void secure(ConnectOptions options, Options.Builder builder) {
    if (options.tls().isEmpty() && options.servers().stream().noneMatch(BrokerAddress::isSecure)) {
      return;
    }
    try {
      SSLContext trust = options.tls().isPresent() ? options.tls().get() : SSLContext.getDefault();
      builder
          .sslContext(HostVerifyingTls.context(trust, options.servers()))
          // the library then resolves a name only to connect, and keeps it
          .hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
