package io.steward.distribution.faults;

import static org.awaitility.Awaitility.await;

import io.steward.distribution.Installation;
import io.steward.distribution.Ports;
import io.steward.distribution.Running;
import io.steward.runtime.broker.BrokerBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A real nats-server without supervision: when killed it stays down until it is started, on the
/// same port and, unless it has lost it, with the same disk.
final class Broker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final int port;
  private final BrokerBinary binary;
  private Optional<Running> running = Optional.empty();

  private Broker(Path folder, int port, BrokerBinary binary) {
    this.folder = folder;
    this.port = port;
    this.binary = binary;
  }

  /// Starts a broker with an empty disk.
  static Broker start(Path folder) throws IOException, InterruptedException {
    Broker broker =
        new Broker(
            Files.createDirectories(folder),
            Ports.next(),
            BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}));
    broker.start();
    return broker;
  }

  /// Restarts it, and returns when it answers.
  void start() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("nats-server.conf"),
            """
            server_name: faults
            listen: "127.0.0.1:%d"
            log_file: "%s"
            jetstream { store_dir: "%s" }
            """
                .formatted(port, folder.resolve("log"), store()));
    running =
        Optional.of(
            new Installation(folder, Map.of())
                .program(List.of(binary.path().toString(), "-c", config.toString())));
    await().atMost(PATIENCE).until(this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(address(), 500);
      socket.setSoTimeout(1000);
      byte[] greeting = socket.getInputStream().readNBytes(4);
      return new String(greeting, StandardCharsets.US_ASCII).equals("INFO");
    } catch (IOException notYet) {
      return false;
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  /// Its disk.
  private Path store() {
    return folder.resolve("store");
  }

  /// Kills it with SIGKILL.
  void kill() {
    running.ifPresent(Running::kill);
    running = Optional.empty();
  }

  /// Terminates it with SIGTERM, and waits.
  void stop() {
    running.ifPresent(Running::stop);
    running = Optional.empty();
  }

  /// Suspends it with SIGSTOP.
  void pause() throws IOException, InterruptedException {
    Signal.STOP.send(running.orElseThrow().pid());
  }

  /// Resumes it with SIGCONT.
  void resume() throws IOException, InterruptedException {
    Signal.CONT.send(running.orElseThrow().pid());
  }

  /// Deletes its data, while it is not running.
  void loseDisk() throws IOException {
    try (Stream<Path> all = Files.walk(store())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// Saves its data, while it is not running.
  void keepDisk() throws IOException {
    copy(store(), folder.resolve("kept"));
  }

  /// Restores the saved data, while it is not running.
  void setBack() throws IOException {
    loseDisk();
    copy(folder.resolve("kept"), store());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  @Override
  public void close() {
    kill();
  }
}
