package io.steward.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalBrokerFolderTest {

  private static final BrokerAddress ADDRESS = BrokerAddress.parse("nats://127.0.0.1:4333");

  @TempDir private Path temp = Path.of("");
  private LocalBrokerFolder folder;
  private BrokerContext context;

  @BeforeEach
  void open() throws IOException {
    folder = LocalBrokerFolder.of(Map.of("XDG_STATE_HOME", temp.resolve("state").toString()));
    context = BrokerContext.open(temp);
    context.write(ADDRESS);
  }

  private Path reference() {
    return temp.resolve("state/steward/brokers/127.0.0.1-4333");
  }

  private static void chmod(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aLoginIsFoundByTheAddressOfItsBrokerAlone() throws IOException {
    folder.put(ADDRESS, context.file());
    assertThat(folder.login(ADDRESS)).contains(context.login());
    assertThat(folder.login(BrokerAddress.parse("localhost:4333"))).contains(context.login());
    for (String other : new String[] {"127.0.0.1", "central:4333", "tls://127.0.0.1:4333"}) {
      assertThat(folder.login(BrokerAddress.parse(other))).isEmpty();
    }
    folder.remove(ADDRESS);
    assertThat(folder.login(ADDRESS)).isEmpty();
  }

  @Test
  void thePasswordIsRandomAndStaysTheSame() throws IOException {
    assertThat(BrokerContext.open(temp).login()).isEqualTo(context.login());
    Path other = Files.createDirectory(temp.resolve("other"));
    assertThat(BrokerContext.open(other).login()).isNotEqualTo(context.login());
    assertThat(context.login().secret()).hasSize(43);
    assertThat(context.toString()).doesNotContain(context.login().secret());
  }

  @Test
  void aPasswordThatOthersMayHaveReadIsRefused() throws IOException {
    chmod(context.file(), "rw-r--r--");
    assertThatThrownBy(() -> BrokerContext.open(temp))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining(context.login().secret());
  }

  /// Whoever listens there now must not get the login.
  @Test
  void theReferenceOfAProgramThatHasEndedIsNotFollowed() throws IOException {
    folder.put(ADDRESS, context.file());
    Files.writeString(reference(), context.file() + "\n1 1970-01-01T00:00:00Z");
    assertThat(folder.login(ADDRESS)).isEmpty();
    folder.put(BrokerAddress.parse("nats://127.0.0.1:4334"), context.file());
    assertThat(reference()).doesNotExist();
  }

  @Test
  void aReferenceThatOthersMayHaveMadeIsNotFollowed() throws IOException {
    folder.put(ADDRESS, context.file());
    chmod(reference(), "rw-rw-rw-");
    assertThat(folder.login(ADDRESS)).isEmpty();
    chmod(reference(), "rw-------");
    chmod(folder.folder(), "rwxrwxrwx");
    assertThat(folder.login(ADDRESS)).isEmpty();
    chmod(folder.folder(), "rwx------");
    Path moved = Files.move(reference(), temp.resolve("moved"));
    Files.createSymbolicLink(reference(), moved);
    assertThat(folder.login(ADDRESS)).isEmpty();
  }

  @Test
  void aLinkInThePlaceOfTheFolderIsRefused() throws IOException {
    Files.createDirectories(temp.resolve("state"));
    Files.createSymbolicLink(temp.resolve("state/steward"), temp);
    assertThatThrownBy(() -> folder.put(ADDRESS, context.file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a link");
  }

  @Test
  void severalProgramsRemoveTheSameStaleReferencesAtOnce() throws Exception {
    folder.put(ADDRESS, context.file());
    for (int round = 0; round < 20; round++) {
      for (int port = 5000; port < 5020; port++) {
        Path stale = Files.createFile(reference().resolveSibling("127.0.0.1-" + port));
        chmod(stale, "rw-------");
      }
      CyclicBarrier together = new CyclicBarrier(4);
      List<Callable<Boolean>> starts = new ArrayList<>();
      for (int port = 6000; port < 6004; port++) {
        BrokerAddress address = BrokerAddress.parse("nats://127.0.0.1:" + port);
        starts.add(() -> {
          together.await();
          folder.put(address, context.file());
          return folder.login(address).isPresent();
        });
      }
      try (ExecutorService programs = Executors.newFixedThreadPool(4)) {
        for (Future<Boolean> each : programs.invokeAll(starts)) {
          assertThat(each.get()).isTrue();
        }
      }
    }
    assertThat(folder.login(ADDRESS)).contains(context.login());
  }
}
