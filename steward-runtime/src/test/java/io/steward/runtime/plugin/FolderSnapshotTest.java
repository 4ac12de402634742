package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSnapshotTest {

  @TempDir private Path temp = Path.of("");

  @Test
  void aFolderThatOthersReplaceAllTheTimeCanBeRead() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("plugins"));
    for (int i = 0; i < 50; i++) {
      Files.createFile(folder.resolve(i + ".jar"));
    }
    Path aside = temp.resolve("aside");
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> replacing =
          other.submit(() -> {
            while (!done.get()) {
              Files.move(folder, aside);
              Files.move(aside, folder);
            }
            return done;
          });
      try {
        for (int i = 0; i < 500; i++) {
          assertThat(FolderSnapshot.of(folder).jars()).hasSizeLessThanOrEqualTo(50);
        }
      } finally {
        done.set(true);
      }
      assertThat(replacing.get()).isEqualTo(done);
    }
    assertThat(FolderSnapshot.of(folder).jars()).hasSize(50);
  }

  @Test
  void aFileInItsPlaceHasNoJars() throws Exception {
    assertThat(FolderSnapshot.of(Files.createFile(temp.resolve("plugins"))).jars()).isEmpty();
  }
}
