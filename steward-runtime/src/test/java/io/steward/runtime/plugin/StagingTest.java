package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.OtherProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagingTest {

  private static final Duration LONG_AGO = Duration.ofHours(1);

  @TempDir private Path temp = Path.of("");

  /// A folder as a program with an impossible pid would have left it.
  private Path left(Duration ago) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("steward-plugins-0-1"));
    Files.writeString(folder.resolve("some.jar"), "x");
    Path claim = Files.createFile(folder.resolve("in-use"));
    Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minus(ago)));
    return folder;
  }

  @Test
  void deletesWhatAKilledProgramLeft() throws Exception {
    Path folder = left(LONG_AGO);
    try (Staging staging = Staging.in(temp)) {
      assertThat(folder).doesNotExist();
      assertThat(staging.folder()).isDirectory();
    }
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void leavesWhatAnotherProgramUses() throws Exception {
    Path folder = left(LONG_AGO);
    Path sources = Files.createDirectory(temp.resolve("sources"));
    try (OtherProgram other = OtherProgram.locking(folder.resolve("in-use"), sources)) {
      assertThat(other.isLocked()).isTrue();
      Staging.in(temp).close();
      assertThat(folder.resolve("some.jar")).exists();
    }
  }

  @Test
  void leavesWhatIsJustBeingMade() throws Exception {
    Path folder = left(Duration.ZERO);
    Staging.in(temp).close();
    assertThat(folder).exists();
  }

  @Test
  void leavesAnotherOfItsOwnProgramLocked() throws Exception {
    try (Staging first = Staging.in(temp)) {
      Path claim = first.folder().resolve("in-use");
      // without opening the file, as java.nio would, which would let go of its lock
      assertThat(claim.toFile().setLastModified(Instant.now().minus(LONG_AGO).toEpochMilli()))
          .isTrue();
      Staging.in(temp).close();
      Path sources = Files.createDirectory(temp.resolve("sources"));
      try (OtherProgram other = OtherProgram.locking(claim, sources)) {
        assertThat(other.isLocked()).isFalse();
      }
    }
  }
}
