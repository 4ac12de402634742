package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.NodeName;
import io.steward.runtime.OtherProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderLockTest {

  private static final NodeName SHIP = new NodeName("ship");

  @TempDir private Path temp = Path.of("");

  private boolean anotherProgramLocks(Path folder) throws Exception {
    try (OtherProgram other = OtherProgram.locking(folder.resolve("node.lock"), temp)) {
      return other.isLocked();
    }
  }

  @Test
  void excludesOtherProgramsEvenAfterASecondAttemptInThisProgram() throws Exception {
    Path folder = temp.resolve("data");
    try (DataFolderLock lock = DataFolderLock.tryAcquire(folder, SHIP).orElseThrow()) {
      assertThat(DataFolderLock.tryAcquire(folder, SHIP)).isEmpty();
      assertThat(
              DataFolderLock.tryAcquire(
                  Files.createDirectory(temp.resolve("x")).resolve("../data"), SHIP))
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
      assertThat(DataFolderLock.tryAcquire(folder, SHIP)).isEmpty();
    }
    try (DataFolderLock lock = DataFolderLock.tryAcquire(folder, SHIP).orElseThrow()) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void refusesTheFolderOfANodeWithAnotherName() throws Exception {
    Path folder = temp.resolve("data");
    DataFolderLock.tryAcquire(folder, SHIP).orElseThrow().close();
    assertThatThrownBy(() -> DataFolderLock.tryAcquire(folder, new NodeName("boat")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is the data folder of the node ship")
        .hasMessageContaining("boat needs one of its own")
        .hasMessageContaining("node.name");
    try (DataFolderLock lock = DataFolderLock.tryAcquire(folder, SHIP).orElseThrow()) {
      assertThat(lock.folder().resolve("node.name")).hasContent("ship");
    }
  }

  @Test
  void adoptsAFolderWithoutAName() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("data"));
    Files.createFile(folder.resolve("node.lock"));
    Files.createFile(folder.resolve("node.name")); // as a power cut may leave it
    try (DataFolderLock lock = DataFolderLock.tryAcquire(folder, SHIP).orElseThrow()) {
      assertThat(lock.folder().resolve("node.name")).hasContent("ship");
    }
  }
}
