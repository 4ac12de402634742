package io.steward.runtime.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.runtime.access.Login;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.NatsBus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @TempDir private Path temp = Path.of("");

  static BrokerBinary binary() throws IOException, InterruptedException {
    return BrokerBinary.find(Optional.empty(), System.getenv(), note -> {});
  }

  private static boolean isListening(EmbeddedBroker broker) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.url().getPort())) {
      return socket.getInputStream().read() == 'I';
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void listensOnAFreeLoopbackPortAndEndsWhenClosed() throws Exception {
    long pid;
    try (EmbeddedBroker broker = EmbeddedBroker.start(binary(), temp, 0)) {
      assertThat(isListening(broker)).isTrue();
      pid = broker.pid();
    }
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void aBrokerWithALoginRefusesEveryoneElse() throws Exception {
    Login login = Login.of("steward", "s3cret");
    try (EmbeddedBroker broker = EmbeddedBroker.start(binary(), temp, 0, login)) {
      assertThatThrownBy(() -> NatsBus.connect(List.of(broker.url()), "stranger", "steward"))
          .hasMessageStartingWith("it requires authentication");
      ConnectOptions own = ConnectOptions.withAddresses(List.of(broker.address()));
      assertThatThrownBy(() -> NatsBus.connect(own, "own", "steward"))
          .hasMessageContaining("no streams for the fleet");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(temp.resolve("nats-server.conf"))))
        .isEqualTo("rw-------");
  }

  @Test
  void restartsOnTheSamePortAfterItWasKilled() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(binary(), temp, 0)) {
      long before = broker.pid();
      ProcessHandle.of(before).orElseThrow().destroyForcibly();
      await().atMost(TIMEOUT).until(() -> broker.pid() != before && isListening(broker));
    }
  }

  @Test
  void onlyOneBrokerUsesADataFolder() throws Exception {
    BrokerBinary binary = binary();
    try (EmbeddedBroker broker = EmbeddedBroker.start(binary, temp, 0)) {
      assertThat(isListening(broker)).isTrue();
      assertThatThrownBy(() -> EmbeddedBroker.start(binary, temp, 0))
          .hasMessageContaining("another broker already uses");
    }
  }

  @Test
  void reportsATakenPortAtOnce() throws Exception {
    BrokerBinary binary = binary();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(binary, temp, taken.getLocalPort()))
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  @Test
  void endsWhenItsParentIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--class-path",
                    System.getProperty("jdk.module.path")
                        + ":"
                        + System.getProperty("java.class.path"),
                    BrokerParent.class.getName(),
                    temp.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long broker = Long.parseLong(parent.inputReader().readLine());
    assertThat(ProcessHandle.of(broker)).isPresent();
    parent.destroyForcibly().waitFor();
    await()
        .atMost(TIMEOUT)
        .until(() -> ProcessHandle.of(broker).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void usesOrRefusesANamedProgramAndNeverSkipsIt() throws Exception {
    Path old = script("old", "echo nats-server: v2.9.9");
    Path other = script("other", "echo something else");
    assertThatThrownBy(() -> find(temp.resolve("nowhere"))).hasMessageContaining("not a program");
    assertThatThrownBy(() -> find(old)).hasMessageContaining("2.9.10 or newer");
    assertThatThrownBy(() -> find(other)).hasMessageContaining("not a nats-server");
    Path fresh = script("fresh", "echo nats-server: v2.15.1");
    assertThat(find(fresh)).isEqualTo(new BrokerBinary(fresh, "2.15.1"));
    assertThat(
            BrokerBinary.find(
                Optional.empty(), Map.of(BrokerBinary.VARIABLE, fresh.toString()), note -> {}))
        .isEqualTo(new BrokerBinary(fresh, "2.15.1"));
  }

  @Test
  void searchesThePathBeforeTheCache() throws Exception {
    Path onPath = Files.createDirectory(temp.resolve("bin"));
    Path cached = Files.createDirectories(temp.resolve("cache/steward"));
    Files.move(script("one", "echo v2.10.0"), onPath.resolve("nats-server"));
    Files.move(script("two", "echo v2.11.0"), cached.resolve("nats-server"));
    assertThat(
            BrokerBinary.find(
                    Optional.empty(),
                    Map.of("PATH", onPath.toString(), "XDG_CACHE_HOME", temp + "/cache"),
                    note -> {})
                .version())
        .isEqualTo("2.10.0");
  }

  @Test
  void refusesAnArchiveWithAWrongDigest() {
    Release release = new Release("linux-amd64", "00");
    assertThatThrownBy(() -> release.unpack(new byte[] {1}, temp))
        .hasMessageContaining("its SHA-256 is");
    assertThat(temp).isEmptyDirectory();
  }

  private static BrokerBinary find(Path named) throws IOException, InterruptedException {
    return BrokerBinary.find(Optional.of(named), Map.of(), note -> {});
  }

  private Path script(String name, String body) throws IOException {
    Path file = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
