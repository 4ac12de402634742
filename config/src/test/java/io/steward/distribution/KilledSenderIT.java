package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is killed before its events are published.
class KilledSenderIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int EVENTS = 100;

  @TempDir private Path folder = Path.of("");

  private Path config(int broker, int syslog) throws IOException {
    return Files.writeString(
        folder.resolve("ship4.yaml"),
        """
        node: ship4
        broker: { servers: ["nats://127.0.0.1:%d"] }
        data: data/ship4
        plugins: { folder: "%s" }
        sources:
          syslogforwarding.nginx:
            to: central
            with: { listen: ["tcp://127.0.0.1:%d"], batch: 1 }
        """
            .formatted(broker, Installation.HOME.resolve("plugins"), syslog));
  }

  private static List<String> lines() {
    return IntStream.range(0, EVENTS)
        .mapToObj(i -> "<134>1 2026-01-02T03:04:05Z host nginx - - - event-%03d".formatted(i))
        .toList();
  }

  private static void send(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String all = String.join("\n", lines()) + "\n";
      socket.getOutputStream().write(all.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Whether a text is in the ledger's files, and so on disk.
  private boolean isKept(String text) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data/ship4"))) {
      for (Path file : files.filter(path -> path.toString().contains("ledger.db")).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void itsOutboxArrivesExactlyOnceAfterItsRestart() throws Exception {
    int broker = Ports.next();
    int syslog = Ports.next();
    Installation alone = new Installation(folder, Map.of());
    String config = config(broker, syslog).toString();
    Running ship = alone.start("node", config);
    ship.awaitPrinted("listening on");
    send(syslog);
    await().atMost(PATIENCE).until(() -> isKept("event-%03d".formatted(EVENTS - 1)));
    ship.kill();

    try (Fleet fleet = Fleet.start(folder, broker, List.of(Installation.config("central.yaml")));
        Running again = alone.start("node", config)) {
      again.awaitPrinted("node ship4 is up");
      Path log = fleet.data("central").resolve("event.syslogforwarding.nginx/log/nginx/ship4.log");
      await()
          .atMost(PATIENCE)
          .until(() -> Files.exists(log) && Files.readAllLines(log).size() >= EVENTS);
      assertThat(Files.readAllLines(log)).isEqualTo(lines());
    }
  }
}
