package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.AuthenticationException;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker of `steward up` is only for the user who runs it.
class OwnBrokerIT {

  @TempDir private static Path folder = Path.of("");
  private static Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    fleet = Fleet.start(folder, List.of(Installation.config("ship1.yaml")));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  /// The programs of another user, who has other files.
  private Installation stranger() {
    return fleet
        .installation()
        .with("XDG_STATE_HOME", folder.resolve("stranger").toString())
        .with("XDG_CONFIG_HOME", folder.resolve("stranger").toString());
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void anyClientOfAnotherUserIsRefused() {
    assertThatThrownBy(() -> Nats.connect(fleet.broker()))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void theCommandLineOfAnotherUserIsRefusedWithTheReason() {
    Ended ended = stranger().run("units");
    assertThat(ended.exit()).isEqualTo(6);
    assertThat(ended.err()).contains("cannot be used: it requires authentication");
  }

  @Test
  void theCommandLineOfThisUserFindsTheLoginByTheAddress() {
    assertThat(fleet.steward("run", "ship1", "--", "true").exit()).isZero();
    String address = fleet.broker().replace("127.0.0.1", "localhost");
    assertThat(fleet.steward("run", "ship1", "--broker", address, "--", "true").exit()).isZero();
  }

  @Test
  void theContextAdmitsWhoeverMayReadIt() throws IOException {
    Path contexts = Files.createDirectories(folder.resolve("stranger/nats/context"));
    Files.createSymbolicLink(contexts.resolve("own.json"), fleet.context());
    Ended ended = stranger().run("run", "ship1", "--context", "own", "--", "true");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
  }

  @Test
  void othersCanEnterNoDataFolderAndReadNoFile() throws IOException {
    Path broker = fleet.data("broker");
    assertThat(fleet.context()).isEqualTo(broker.resolve("context.json"));
    assertThat(mode(broker)).isEqualTo("rwx------");
    assertThat(mode(fleet.data("ship1"))).isEqualTo("rwx------");
    assertThat(mode(fleet.context())).isEqualTo("rw-------");
    assertThat(mode(broker.resolve("nats-server.conf"))).isEqualTo("rw-------");
    assertThat(mode(fleet.data("ship1").resolve("ledger.db"))).isEqualTo("rw-------");
    assertThat(mode(fleet.data("ship1").resolve("ledger.db-wal"))).isEqualTo("rw-------");
  }
}
