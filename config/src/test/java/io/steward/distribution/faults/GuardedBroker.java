package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.distribution.Installation;
import io.steward.distribution.Ports;
import io.steward.distribution.Running;
import io.steward.runtime.broker.BrokerBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A real nats-server with accounts, configured as `config/README.md` shows it.
///
/// @param running the server
/// @param port where it listens
/// @param version which it is
record GuardedBroker(Running running, int port, String version) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern CONFIG =
      Pattern.compile("(?s)`nats-server\\.conf`\n\n```text\n(.*?)```");
  private static final String ADDRESS = "127.0.0.1:4222";
  private static final String FLEET = "fleet-secret";
  private static final String WATCH = "watch-secret";

  /// Starts one.
  ///
  /// @param change how it differs from the document
  static GuardedBroker start(Path folder, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    return start(folder, Ports.next(), change);
  }

  /// Ends it, and starts it again where it was.
  ///
  /// @param change how it differs from the document from now on
  GuardedBroker again(Path folder, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    close();
    return start(folder, port, change);
  }

  private static GuardedBroker start(Path folder, int port, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    var shown = CONFIG.matcher(Files.readString(Installation.ROOT.resolve("config/README.md")));
    assertThat(shown.find()).isTrue();
    assertThat(shown.group(1)).contains(ADDRESS);
    Path config =
        Files.writeString(
            folder.resolve("nats-server.conf"),
            change.apply(shown.group(1)).replace(ADDRESS, "127.0.0.1:" + port));
    BrokerBinary binary = BrokerBinary.find(Optional.empty(), System.getenv(), note -> {});
    GuardedBroker broker =
        new GuardedBroker(
            installation(folder)
                .program(List.of(binary.path().toString(), "-c", config.toString())),
            port,
            binary.version());
    await().atMost(PATIENCE).until(broker::answers);
    return broker;
  }

  /// The distribution, with the passwords in the environment.
  static Installation installation(Path folder) {
    return new Installation(folder, Map.of("FLEET_PASSWORD", FLEET, "WATCH_PASSWORD", WATCH));
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(address(), 500);
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// The URL for the fleet.
  String fleetUrl() {
    return "nats://fleet:" + FLEET + "@127.0.0.1:" + port;
  }

  /// The URL for the user of the system account.
  String watchUrl() {
    return fleetUrl().replace("fleet:" + FLEET, "watch:" + WATCH);
  }

  /// The URL for the fleet through a bad link.
  String fleetUrlThrough(Proxy proxy) {
    return proxy.url().replace("nats://", "nats://fleet:" + FLEET + "@");
  }

  /// Whether it is older than a release.
  boolean isOlderThan(int major, int minor) {
    String[] numbers = version.replaceFirst("^v", "").split("\\.", -1);
    int own = Integer.parseInt(numbers[0]);
    return own < major || (own == major && Integer.parseInt(numbers[1]) < minor);
  }

  @Override
  public void close() {
    running.stop();
  }
}
