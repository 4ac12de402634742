package io.steward.plugin.filetransfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.steward.api.State;
import io.steward.api.StoredObject;
import io.steward.testkit.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads to a node.
class PutTest {

  private static final int SIZE = 300_000;

  @TempDir private Path temp = Path.of("");
  private FileTransferBench node;

  @BeforeEach
  void open() throws IOException {
    node = new FileTransferBench(Files.createDirectory(temp.resolve("in")));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Path file(String name) {
    return temp.resolve("in").resolve(name);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void downloadsAFileAndLeavesNothingElse() throws Exception {
    byte[] bytes = FileTransferBench.random(SIZE);
    StoredObject object = node.object(bytes);
    Run run = node.put(object, file("a.bin"));
    assertThat(run.state()).as(run.reason()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(Files.readAllBytes(file("a.bin"))).isEqualTo(bytes);
    assertThat(mode(file("a.bin"))).isEqualTo("rw-r--r--");
    assertThat(run.result())
        .containsEntry("path", file("a.bin").toString())
        .containsEntry("size", SIZE)
        .containsEntry("sha256", object.sha256())
        .containsEntry("resumed", 0);
    assertThat(node.files()).containsExactly(file("a.bin"));
  }

  @Test
  void aFileIsReplacedInOneStepAndKeepsItsMode() throws Exception {
    Files.writeString(file("a.bin"), "old");
    Files.setPosixFilePermissions(file("a.bin"), PosixFilePermissions.fromString("rwxr-x---"));
    byte[] bytes = FileTransferBench.random(SIZE);
    try (var old = Files.newInputStream(file("a.bin"))) {
      node.put(node.object(bytes), file("a.bin"));
      assertThat(old.readAllBytes()).asString().isEqualTo("old");
    }
    assertThat(Files.readAllBytes(file("a.bin"))).isEqualTo(bytes);
    assertThat(mode(file("a.bin"))).isEqualTo("rwxr-x---");
  }

  @Test
  void setsTheRequestedMode() throws Exception {
    StoredObject object = node.object(FileTransferBench.random(3));
    node.put(object, file("a"), Map.of("rights", Map.of("mode", "0750")));
    assertThat(mode(file("a"))).isEqualTo("rwxr-x---");
  }

  @Test
  void refusesAnUnknownOwner() throws Exception {
    StoredObject object = node.object(FileTransferBench.random(3));
    Run run = node.put(object, file("a"), Map.of("rights", Map.of("owner", "no-such-user")));
    assertThat(run.reason()).isEqualTo("this node has no user \"no-such-user\"");
    assertThat(node.files()).isEmpty();
  }

  @Test
  void resumesAfterTheNodeDied() throws Exception {
    byte[] bytes = FileTransferBench.random(SIZE);
    StoredObject object = node.object(bytes);
    DownloadJournal downloadJournal =
        DownloadJournal.of(node.positions(), file("a.bin"), object.sha256());
    // at the power failure the file had more bytes than were durable, with arbitrary contents
    byte[] before = Arrays.copyOf(Arrays.copyOf(bytes, 100_000), 200_000);
    partial(downloadJournal, before);
    downloadJournal.write(100_000);
    Run run = node.put(object, file("a.bin"));
    assertThat(run.result()).containsEntry("resumed", 100_000);
    assertThat(Files.readAllBytes(file("a.bin"))).isEqualTo(bytes);
    assertThat(node.files()).containsExactly(file("a.bin"));
  }

  /// Leaves a partial file as a killed node does.
  private Path partial(DownloadJournal downloadJournal, byte[] bytes) throws Exception {
    Path part = Files.write(temp.resolve("in").resolve(downloadJournal.part()), bytes);
    return Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void replacesAPartialFileThatOthersMayHaveOpened() throws Exception {
    byte[] bytes = FileTransferBench.random(SIZE);
    StoredObject object = node.object(bytes);
    DownloadJournal downloadJournal =
        DownloadJournal.of(node.positions(), file("a.bin"), object.sha256());
    Path part = partial(downloadJournal, Arrays.copyOf(bytes, 100_000));
    downloadJournal.write(100_000);
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (FileChannel others = FileChannel.open(part, StandardOpenOption.WRITE)) {
      assertThat(node.put(object, file("a.bin")).result()).containsEntry("resumed", 0);
      others.write(ByteBuffer.wrap(new byte[100]));
    }
    assertThat(Files.readAllBytes(file("a.bin"))).isEqualTo(bytes);
  }

  @Test
  void replacesAPartialFileOfAnotherUser() throws Exception {
    byte[] bytes = FileTransferBench.random(SIZE);
    StoredObject object = node.object(bytes);
    DownloadJournal downloadJournal =
        DownloadJournal.of(node.positions(), file("a.bin"), object.sha256());
    Path part = partial(downloadJournal, Arrays.copyOf(bytes, 100_000));
    downloadJournal.write(100_000);
    assumeTrue(Files.getOwner(part).getName().equals("root"), "only root gives files away");
    UserPrincipalLookupService users = part.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(part, users.lookupPrincipalByName("nobody"));
    assertThat(node.put(object, file("a.bin")).result()).containsEntry("resumed", 0);
    assertThat(Files.readAllBytes(file("a.bin"))).isEqualTo(bytes);
  }

  @Test
  void replacesAPartialFileThatHasAnotherName() throws Exception {
    byte[] bytes = FileTransferBench.random(SIZE);
    StoredObject object = node.object(bytes);
    DownloadJournal downloadJournal =
        DownloadJournal.of(node.positions(), file("a.bin"), object.sha256());
    Path other = Files.createLink(temp.resolve("other"), partial(downloadJournal, new byte[9]));
    assertThat(node.put(object, file("a.bin")).result()).containsEntry("resumed", 0);
    assertThat(other).hasSize(9);
    assertThat(Files.readAllBytes(file("a.bin"))).isEqualTo(bytes);
  }

  @Test
  void replacesALinkInThePlaceOfAPartialFile() throws Exception {
    byte[] bytes = FileTransferBench.random(SIZE);
    StoredObject object = node.object(bytes);
    Path precious = Files.writeString(temp.resolve("precious"), "precious");
    DownloadJournal downloadJournal =
        DownloadJournal.of(node.positions(), file("a.bin"), object.sha256());
    Files.createSymbolicLink(temp.resolve("in").resolve(downloadJournal.part()), precious);
    assertThat(node.put(object, file("a.bin")).result()).containsEntry("resumed", 0);
    assertThat(precious).hasContent("precious");
    assertThat(Files.readAllBytes(file("a.bin"))).isEqualTo(bytes);
  }

  @Test
  void deletesAFileWithTheWrongHash() throws Exception {
    StoredObject object = node.object(FileTransferBench.random(SIZE));
    DownloadJournal downloadJournal =
        DownloadJournal.of(node.positions(), file("a.bin"), object.sha256());
    partial(downloadJournal, new byte[100_000]);
    downloadJournal.write(100_000);
    assertThat(node.put(object, file("a.bin")).reason())
        .isEqualTo("the downloaded file is not the file that was sent: its SHA-256 differs");
    assertThat(node.files()).isEmpty();
    assertThat(node.put(object, file("a.bin")).state()).isEqualTo(State.Terminal.SUCCEEDED);
  }

  @Test
  void aCompleteFileIsNotDownloadedAgain() throws Exception {
    byte[] bytes = FileTransferBench.random(SIZE);
    StoredObject object = node.object(bytes);
    node.put(object, file("a.bin"), Map.of("release", true));
    assertThat(node.objects()).isEmpty();
    Run again = node.put(object, file("a.bin"), Map.of("release", true));
    assertThat(again.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(again.result()).containsEntry("resumed", SIZE);
  }

  @Test
  void refusesAWrongOrMissingObject() {
    StoredObject object = node.object(FileTransferBench.random(SIZE));
    StoredObject other = new StoredObject(object.name(), SIZE, "0".repeat(64), object.stored());
    assertThat(node.put(other, file("a")).reason())
        .isEqualTo("the object test.object is not the file that was sent: its SHA-256 differs");
    StoredObject none = new StoredObject("test.none", 1, object.sha256(), object.stored());
    assertThat(node.put(none, file("a")).reason())
        .isEqualTo("the broker does not have the object test.none; it may have expired");
  }

  @Test
  void refusesALargeFileBeforeTheDownload() throws Exception {
    StoredObject object =
        node.object(FileTransferBench.random((int) FileTransferBench.LARGEST + 1));
    assertThat(node.put(object, file("a")).reason())
        .isEqualTo("the file is 1048577 bytes long; this node accepts at most 1048576");
    assertThat(node.files()).isEmpty();
  }

  @Test
  void deletesAbandonedPartialFiles() throws Exception {
    StoredObject object = node.object(FileTransferBench.random(SIZE));
    DownloadJournal downloadJournal =
        DownloadJournal.of(node.positions(), file("old.bin"), object.sha256());
    partial(downloadJournal, new byte[10]);
    downloadJournal.write(10, Instant.now().minus(FileTransferBench.KEEP.multipliedBy(2)));
    node.put(object, file("new.bin"));
    assertThat(node.files()).containsExactly(file("new.bin"));
  }
}
