package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.OtherProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagingFolderTest {

  private static final Duration LONG_AGO = Duration.ofHours(1);

  @TempDir private Path temp = Path.of("");

  /// A folder as left by a program with an impossible pid.
  private Path leftover(Duration ago) throws Exception {
    return leftover("1", ago);
  }

  private Path leftover(String which, Duration ago) throws Exception {
    Path folder =
        Files.createDirectory(
            temp.resolve("steward-plugins-0-" + which),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(folder.resolve("some.jar"), "x");
    Path claim = Files.createFile(folder.resolve("in-use"));
    Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minus(ago)));
    return folder;
  }

  @Test
  void deletesTheFolderOfAKilledProgram() throws Exception {
    Path folder = leftover(LONG_AGO);
    try (StagingFolder staging = StagingFolder.within(temp)) {
      assertThat(folder).doesNotExist();
      assertThat(staging.folder()).isDirectory();
    }
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void keepsAFolderThatOthersMayEnter() throws Exception {
    Path folder = leftover(LONG_AGO);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    StagingFolder.within(temp).close();
    assertThat(folder.resolve("some.jar")).exists();
  }

  @Test
  void followsNoLinkInAFolder() throws Exception {
    Path folder = leftover(LONG_AGO);
    Path elsewhere = Files.createFile(temp.resolve("elsewhere"));
    Files.setLastModifiedTime(elsewhere, FileTime.from(Instant.now().minus(LONG_AGO)));
    Files.delete(folder.resolve("in-use"));
    Files.createSymbolicLink(folder.resolve("in-use"), elsewhere);
    StagingFolder.within(temp).close();
    assertThat(folder.resolve("some.jar")).exists();
    assertThat(elsewhere).exists();
  }

  @Test
  void keepsTheFolderOfARunningProgram() throws Exception {
    Path folder = leftover(LONG_AGO);
    Path sources = Files.createDirectory(temp.resolve("sources"));
    try (OtherProgram other = OtherProgram.locking(folder.resolve("in-use"), sources)) {
      assertThat(other.isLocked()).isTrue();
      StagingFolder.within(temp).close();
      assertThat(folder.resolve("some.jar")).exists();
    }
  }

  @Test
  void keepsAFolderThatIsBeingCreated() throws Exception {
    Path folder = leftover(Duration.ZERO);
    StagingFolder.within(temp).close();
    assertThat(folder).exists();
  }

  @Test
  void keepsAnotherFolderOfItsOwnProgramLocked() throws Exception {
    try (StagingFolder first = StagingFolder.within(temp)) {
      Path claim = first.folder().resolve("in-use");
      // without opening the file, as java.nio would, which would release its lock
      assertThat(claim.toFile().setLastModified(Instant.now().minus(LONG_AGO).toEpochMilli()))
          .isTrue();
      StagingFolder.within(temp).close();
      Path sources = Files.createDirectory(temp.resolve("sources"));
      try (OtherProgram other = OtherProgram.locking(claim, sources)) {
        assertThat(other.isLocked()).isFalse();
      }
    }
  }

  @Test
  void severalProgramsDeleteTheSameFoldersConcurrently() throws Exception {
    for (int i = 0; i < 20; i++) {
      Path folder = leftover(Integer.toString(i), LONG_AGO);
      for (int copy = 0; copy < 20; copy++) {
        Path each = Files.createDirectory(folder.resolve(Integer.toString(copy)));
        Files.writeString(each.resolve("some.jar"), "x");
      }
    }
    CyclicBarrier together = new CyclicBarrier(4);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(thread ->
                  threads.submit(() -> {
                    together.await();
                    StagingFolder.within(temp).close();
                    return thread;
                  }))
              .toList();
      for (Future<?> each : all) {
        assertThat(each.get()).isNotNull();
      }
    }
    StagingFolder.within(temp)
        .close(); // each may have left folders to another that was deleting them
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void anExclusiveFolderDeletesItsOldContent() throws Exception {
    Path whole = temp.resolve("data/staging");
    Files.createDirectories(whole.resolve("17/0/lib"));
    Files.writeString(whole.resolve("17/0/some.jar"), "x");
    try (StagingFolder staging = StagingFolder.exclusive(whole)) {
      assertThat(whole.resolve("17")).doesNotExist();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(staging.folder())))
          .isEqualTo("rwx------");
    }
    assertThat(whole).doesNotExist();
  }
}
