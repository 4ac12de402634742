package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.steward.runtime.concurrent.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// How a program finds the fleet's streams over a new connection.
sealed interface FleetStreams {

  Duration MIN_PAUSE = Duration.ofMillis(500);
  Duration MAX_PAUSE = Duration.ofSeconds(10);

  /// Finds the streams, or creates them.
  ///
  /// @param known the addresses that this program uses already
  /// @throws IOException if there are none, or the broker cannot be asked
  Addresses find(Connection connection, Optional<Addresses> known)
      throws IOException, InterruptedException;

  /// Finds the streams, retrying as long as there is the connection.
  ///
  /// @param linkLog is told why they are not found
  /// @param closed whether to give up
  /// @return empty if the connection was closed first
  default Optional<Addresses> await(
      Connection connection, Optional<Addresses> known, LinkLog linkLog, BooleanSupplier closed)
      throws InterruptedException {
    Backoff backoff = new Backoff(MIN_PAUSE, MAX_PAUSE);
    while (connection.getStatus() != Connection.Status.CLOSED) {
      try {
        return Optional.of(find(connection, known));
      } catch (IOException e) {
        if (closed.getAsBoolean()) {
          throw new InterruptedException("the bus was closed");
        }
        linkLog.withoutStreams(String.valueOf(e.getMessage()));
        Thread.sleep(backoff.next());
      }
    }
    return Optional.empty();
  }

  /// Those that exist: a client creates nothing.
  ///
  /// @param prefix of the fleet
  record Existing(String prefix) implements FleetStreams {
    @Override
    public Addresses find(Connection connection, Optional<Addresses> known)
        throws IOException, InterruptedException {
      return new StreamProvisioner(connection).await(prefix);
    }
  }

  /// Those that exist, and what is missing is created: a broker may have lost its disk.
  ///
  /// @param layout how they are created
  record Created(StreamLayout layout) implements FleetStreams {
    @Override
    public Addresses find(Connection connection, Optional<Addresses> known)
        throws IOException, InterruptedException {
      StreamProvisioner provisioner = new StreamProvisioner(connection);
      return ApiCalls.call(() -> {
        Optional<Addresses> found =
            known.isPresent() ? provisioner.find(layout.prefix()) : Optional.empty();
        return found.isPresent()
            ? found.get()
            : provisioner.ensure(known.map(layout::withShardsOf).orElse(layout));
      });
    }
  }
}
