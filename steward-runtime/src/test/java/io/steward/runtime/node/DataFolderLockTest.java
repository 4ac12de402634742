package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.OtherProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderLockTest {

  @TempDir private Path temp = Path.of("");

  private boolean anotherProgramLocks(Path folder) throws Exception {
    try (OtherProgram other = OtherProgram.locking(folder.resolve("node.lock"), temp)) {
      return other.isLocked();
    }
  }

  @Test
  void excludesOtherProgramsEvenAfterASecondAttemptInThisProgram() throws Exception {
    Path folder = temp.resolve("data");
    try (DataFolderLock lock = DataFolderLock.tryAcquire(folder).orElseThrow()) {
      assertThat(DataFolderLock.tryAcquire(folder)).isEmpty();
      assertThat(
              DataFolderLock.tryAcquire(
                  Files.createDirectory(temp.resolve("x")).resolve("../data")))
          .isEmpty();
      assertThat(anotherProgramLocks(folder)).isFalse();
      assertThat(lock).isNotNull();
    }
    assertThat(anotherProgramLocks(folder)).isTrue();
  }

  @Test
  void isNotAcquiredWhileAnotherProgramHoldsIt() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("data"));
    Path file = Files.createFile(folder.resolve("node.lock"));
    try (OtherProgram other = OtherProgram.locking(file, temp)) {
      assertThat(other.isLocked()).isTrue();
      assertThat(DataFolderLock.tryAcquire(folder)).isEmpty();
    }
    try (DataFolderLock lock = DataFolderLock.tryAcquire(folder).orElseThrow()) {
      assertThat(lock).isNotNull();
    }
  }
}
