package io.steward.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {

  @TempDir private Path temp = Path.of("");

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static Path withMode(Path file, String mode) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aNewFolderIsPrivateWithThoseAboveIt() throws IOException {
    Path folder = PrivateFolder.open(temp.resolve("above/data"));
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(temp.resolve("above"))).isEqualTo("rwx------");
  }

  @Test
  void anExistingFolderIsTightened() throws IOException {
    Path folder = withMode(Files.createDirectory(temp.resolve("data")), "rwxr-xr-x");
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
    assertThat(PrivateFolder.open(link)).isEqualTo(folder.toRealPath());
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(PrivateFolder.isPrivate(folder)).isTrue();
    assertThat(PrivateFolder.isPrivate(link)).isFalse();
  }

  @Test
  void aLinkIsRefusedWhereTheOperatorMayHaveMadeNone() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), temp);
    assertThatThrownBy(() -> PrivateFolder.openUnlinked(link))
        .isInstanceOf(IOException.class)
        .hasMessage(link + " is a link; it must be a folder");
  }

  @Test
  void aFileIsPrivateFromItsBeginning() throws IOException {
    Path file = temp.resolve("file");
    try (FileChannel _ =
        PrivateFile.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(mode(file)).isEqualTo("rw-------");
    }
    PrivateFile.replace(file, new byte[] {1});
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(temp).isDirectoryContaining(file::equals);
    assertThat(Files.readAllBytes(file)).containsExactly(1);
  }

  @Test
  void anExistingFileIsTightened() throws IOException {
    Path file = withMode(Files.createFile(temp.resolve("ledger.db")), "rw-r--r--");
    PrivateFile.create(file);
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path precious = Files.writeString(temp.resolve("precious"), "precious");
    Path link = Files.createSymbolicLink(temp.resolve("link"), precious);
    assertThatThrownBy(() -> PrivateFile.open(link, StandardOpenOption.WRITE))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PrivateFile.create(link)).isInstanceOf(IOException.class);
    assertThat(precious).hasContent("precious");
  }

  @Test
  void aFileIsOnesOwnOnlyUnderOneNameThatOthersCannotWrite() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    assertThat(PrivateFile.isOwn(withMode(file, "rw-r--r--"))).isTrue();
    assertThat(PrivateFile.isOwn(withMode(file, "rw-rw-r--"))).isFalse();
    withMode(file, "rw-r--r--");
    Path other = Files.createLink(temp.resolve("other"), file);
    assertThat(PrivateFile.isOwn(file)).isFalse();
    Files.delete(other);
    assertThat(PrivateFile.isOwn(Files.createSymbolicLink(other, file))).isFalse();
    assertThat(PrivateFile.isOwn(temp.resolve("none"))).isFalse();
  }

  @Test
  void aSecretThatOthersMayReadIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("password"), "sesame");
    assertThat(SecretFile.read(withMode(file, "rw-r-----"))).hasSize(6);
    for (String mode : new String[] {"rw-r--r--", "rw--w----", "rw-----w-"}) {
      withMode(file, mode);
      assertThatThrownBy(() -> SecretFile.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other users can read or write it; chmod 600")
          .hasMessageNotContaining("sesame");
    }
    assertThatThrownBy(() -> SecretFile.read(temp.resolve("none")))
        .hasMessage("there is no file " + temp.resolve("none"));
  }
}
