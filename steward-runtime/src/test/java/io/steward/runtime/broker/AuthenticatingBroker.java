package io.steward.runtime.broker;

import static org.awaitility.Awaitility.await;

import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A nats-server that requires credentials.
///
/// @param process the server
/// @param port its port on the loopback address
public record AuthenticatingBroker(Process process, int port) implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /// Starts one.
  ///
  /// @param guard the blocks of its configuration that say who may log in
  public static AuthenticatingBroker start(Path folder, String guard)
      throws IOException, InterruptedException {
    int port = Ports.next();
    Files.createDirectories(folder);
    Path config = folder.resolve("guarded.conf");
    Files.writeString(
        config,
        """
        listen: "127.0.0.1:%d"
        jetstream { store_dir: "%s" }
        %s
        """
            .formatted(port, folder, guard));
    BrokerBinary binary = BrokerBinary.find(Optional.empty(), System.getenv(), note -> {});
    Process process =
        new ProcessBuilder(binary.path().toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    AuthenticatingBroker broker = new AuthenticatingBroker(process, port);
    await().atMost(TIMEOUT).until(broker::isListening);
    return broker;
  }

  /// Creates the streams of a fleet.
  ///
  /// @param owner the user who creates them, as in an address before the `@`
  public AuthenticatingBroker withFleet(String owner) throws InterruptedException {
    URI url = URI.create("nats://" + owner + "@127.0.0.1:" + port);
    StreamLayout small = new StreamLayout("steward", 1, 1, Duration.ofDays(1));
    try (NatsBus bus = NatsBus.open(List.of(url), "owner", small)) {
      var _ = bus.addresses(); // waits for them
    }
    return this;
  }

  private boolean isListening() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (java.net.ConnectException notYet) {
      return false;
    }
  }

  /// Its address.
  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
