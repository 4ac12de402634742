package io.steward.runtime.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A nats-server whose configuration changes while it runs, or from one run to the next. It keeps
/// its port and its disk.
public final class ReconfigurableBroker implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final Path folder;
  private final int port = Ports.next();
  private Process process;

  private ReconfigurableBroker(Path folder, String config)
      throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.process = run(config);
  }

  /// Starts one.
  ///
  /// @param config all but the port; `STORE` stands for its folder
  public static ReconfigurableBroker start(Path folder, String config)
      throws IOException, InterruptedException {
    return new ReconfigurableBroker(folder, config);
  }

  private Process run(String config) throws IOException, InterruptedException {
    write(config);
    Process started =
        new ProcessBuilder(
                BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}).path().toString(),
                "-c",
                folder.resolve("broker.conf").toString(),
                "-P",
                folder.resolve("pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    await().atMost(TIMEOUT).until(this::isListening);
    return started;
  }

  private void write(String config) throws IOException {
    Files.writeString(
        folder.resolve("broker.conf"),
        "listen: \"127.0.0.1:%d\"%n%s"
            .formatted(port, config.replace("STORE", folder.resolve("store").toString())));
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Changes the configuration of the running server.
  public void reload(String config) throws IOException, InterruptedException {
    write(config);
    long before = reloads();
    signal("HUP");
    await().atMost(TIMEOUT).until(() -> reloads() > before);
  }

  private long reloads() throws IOException {
    return Files.readAllLines(folder.resolve("log")).stream()
        .filter(line -> line.contains("Reloaded server configuration"))
        .count();
  }

  /// Sends a signal to it, such as `USR2` for lame duck mode.
  public void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /// Ends it at once.
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// Waits until it has ended by itself.
  public void awaitEnd() {
    await().atMost(TIMEOUT).until(() -> !process.isAlive());
  }

  /// Starts it again, after it has ended.
  public void startAgain(String config) throws IOException, InterruptedException {
    process = run(config);
  }

  /// Its address for a user.
  ///
  /// @param login as in an address before the `@`
  public URI url(String login) {
    return URI.create("nats://" + login + "@127.0.0.1:" + port);
  }

  /// The folder with its files.
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    kill();
  }
}
