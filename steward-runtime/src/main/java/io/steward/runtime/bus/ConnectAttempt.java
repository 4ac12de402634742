package io.steward.runtime.bus;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.runtime.access.BrokerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// One attempt to connect to a broker for the first time, whose failure says what an operator can
/// do about it, and no secret.
final class ConnectAttempt {

  private static final Duration REPORT_TIMEOUT = Duration.ofMillis(500);

  private ConnectAttempt() {}

  /// Connects.
  ///
  /// @param options with all listeners but that for errors
  /// @throws BrokerRefusedException if the broker refuses the login, or its certificate is not
  ///   accepted
  /// @throws IOException if no broker answers
  static Connection connect(ConnectOptions options, Options.Builder builder, NatsErrorLogger errors)
      throws IOException, InterruptedException {
    CompletableFuture<SSLException> refused = new CompletableFuture<>();
    errors.onTlsFailure(refused::complete);
    Options all = builder.errorListener(errors).build();
    try {
      return Nats.connect(all);
    } catch (AuthenticationException e) {
      throw new BrokerRefusedException(whyRefused(options, all));
    } catch (IOException e) {
      if (all.getSslContext() != null) {
        throw tlsFailure(refused).orElseGet(() -> withoutSecrets(e));
      }
      throw withoutSecrets(e);
    }
  }

  private static IOException withoutSecrets(IOException e) {
    return new IOException(BrokerAddress.redact(String.valueOf(e.getMessage())));
  }

  /// The library reports the reason only to the listener for errors, on another thread.
  private static Optional<IOException> tlsFailure(CompletableFuture<SSLException> refused)
      throws InterruptedException {
    try {
      String why = refused.get(REPORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).getMessage();
      return Optional.of(new BrokerRefusedException("no TLS connection: " + why));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    }
  }

  private static String whyRefused(ConnectOptions options, Options built) {
    if (isLocal(options)) {
      return "it refuses the login of this user's steward up; does another broker listen on this"
          + " port?";
    }
    return presents(options, built)
        ? "it refuses the login (authentication failed)"
        : "it requires authentication: a login in the address, or a context of the nats tool; the"
            + " broker of another user's steward up admits only that user";
  }

  private static boolean isLocal(ConnectOptions options) {
    return options.credentials() instanceof Credentials.None
        && options.servers().stream()
            .anyMatch(
                server -> server.login().isEmpty() && options.local().login(server).isPresent());
  }

  private static boolean presents(ConnectOptions options, Options built) {
    return !(options.credentials() instanceof Credentials.None)
        || built.getUsernameChars() != null
        || built.getTokenChars() != null
        || options.servers().stream().anyMatch(server -> server.login().isPresent());
  }
}
