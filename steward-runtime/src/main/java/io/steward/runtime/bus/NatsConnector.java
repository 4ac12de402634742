package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Options;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.Jitter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the connections of a link.
///
/// @param options for each of them
/// @param name of the connections at the broker
/// @param threads of the library
/// @param events runs its callbacks in order
/// @param linkLog is told of refusals
record NatsConnector(
    ConnectOptions options,
    String name,
    ExecutorService threads,
    ExecutorService events,
    LinkLog linkLog) {

  private static final Logger log = LoggerFactory.getLogger(NatsConnector.class);

  /// For a broker that logs each attempt of a user that it does not know.
  private static final Duration MAX_REFUSED_PAUSE = Duration.ofSeconds(10);

  /// Connects at once.
  ///
  /// @param jitter of later reconnects
  /// @throws IOException if no broker answers, or it refuses the login
  Connection connect(Duration jitter, ConnectionListener listener, NatsErrorLogger errors)
      throws IOException, InterruptedException {
    Options.Builder builder =
        NatsOptions.of(options, name)
            .reconnectJitter(jitter)
            .executor(threads)
            .connectExecutor(threads)
            .callbackExecutor(events)
            .connectionListener(listener);
    return ConnectAttempt.connect(options, builder, errors);
  }

  /// Connects, retrying until a broker accepts the connection.
  ///
  /// @param closed whether to give up
  Connection connectUntilAccepted(
      ConnectionListener listener, NatsErrorLogger errors, BooleanSupplier closed)
      throws InterruptedException {
    Backoff refused = new Backoff(NatsOptions.RECONNECT_WAIT, MAX_REFUSED_PAUSE);
    while (!closed.getAsBoolean()) { // the library may have swallowed the interrupt
      try {
        return connect(NatsOptions.RECONNECT_WAIT, listener, errors);
      } catch (BrokerRefusedException e) {
        linkLog.refused(options.servers(), String.valueOf(e.getMessage()));
        Thread.sleep(refused.next());
      } catch (IOException e) {
        log.debug("{} cannot be reached yet: {}", options.servers(), e.getMessage());
        Thread.sleep(Jitter.atLeast(NatsOptions.RECONNECT_WAIT));
      }
    }
    throw new InterruptedException("the bus was closed");
  }
}
