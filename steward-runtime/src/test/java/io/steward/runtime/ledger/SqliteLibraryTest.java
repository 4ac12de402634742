package io.steward.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

class SqliteLibraryTest {

  @TempDir private Path temp = Path.of("");

  @Test
  void findsTheLibraryBelowTheFolderOfTheJar() throws Exception {
    Path jar = Files.createFile(temp.resolve("sqlite-jdbc.jar"));
    assertThat(SqliteLibrary.nativeFolder(jar)).isEmpty();
    Path folder =
        Files.createDirectories(
            temp.resolve("native").resolve(OSInfo.getNativeLibFolderPathForCurrentOS()));
    Files.createFile(folder.resolve(LibraryLoaderUtil.getNativeLibName()));
    assertThat(SqliteLibrary.nativeFolder(jar)).contains(folder);
  }

  @Test
  void deletesLibrariesUnpackedByKilledPrograms() throws Exception {
    String name = "sqlite-3.50.0.0-8d5f-" + LibraryLoaderUtil.getNativeLibName();
    Path leftover = Files.createFile(temp.resolve(name));
    Path lock = Files.createFile(temp.resolve(name + ".lck"));
    Path other = Files.createFile(temp.resolve("sqlite-notes"));
    SqliteLibrary.configure(temp);
    assertThat(leftover).doesNotExist();
    assertThat(lock).doesNotExist();
    assertThat(other).exists();
  }
}
