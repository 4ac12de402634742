package io.steward.plugin.filewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeWatchTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Longer than any test: every event was signalled by the kernel.
  private static final Duration NEVER = Duration.ofHours(1);

  private final WatchStand stand = new WatchStand();
  @TempDir private Path elsewhere;
  @TempDir private Path folder;

  @AfterEach
  void close() {
    stand.close();
  }

  private void start(Duration look, String... paths) {
    stand.start(Watches.changes(look, paths));
    await().atMost(PATIENCE).until(() -> stand.status().startsWith("watching "));
  }

  private void awaitChanges(String... changes) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(stand.changes()).containsExactly(changes));
  }

  @Test
  void existingFilesAreNotChanges() throws IOException {
    Files.writeString(folder.resolve("old"), "x");
    start(NEVER, folder.toString());
    Files.writeString(folder.resolve("new"), "x");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(stand.changes()).contains("CREATED new"));
    assertThat(stand.changes()).noneMatch(change -> change.endsWith(" old"));
  }

  @Test
  void sendsThePropertiesOfAFile() throws IOException {
    start(NEVER, folder.toString());
    Path made = elsewhere.resolve("made");
    Files.writeString(made, "abc");
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r-----"));
    Files.move(made, folder.resolve("a"));
    awaitChanges("CREATED a");
    FileEntry fileEntry = stand.batches().getFirst().changes().getFirst().entry().orElseThrow();
    assertThat(fileEntry.type()).isEqualTo(FileEntry.Type.FILE);
    assertThat(fileEntry.size()).contains(3L);
    assertThat(fileEntry.mode()).contains("rw-r-----");
    assertThat(fileEntry.owner()).contains(Files.getOwner(folder.resolve("a")).getName());
    assertThat(fileEntry.modified())
        .contains(Files.getLastModifiedTime(folder.resolve("a")).toInstant());
    assertThat(fileEntry.sha256())
        .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void sendsTheChangesOfAFile() throws IOException {
    Path a = folder.resolve("a");
    Files.writeString(a, "x");
    start(NEVER, folder.toString());
    Files.setPosixFilePermissions(a, PosixFilePermissions.fromString("rwx------"));
    awaitChanges("MODIFIED a");
    Files.move(a, folder.resolve("b"));
    awaitChanges("MODIFIED a", "MOVED b a");
    Files.delete(folder.resolve("b"));
    awaitChanges("MODIFIED a", "MOVED b a", "DELETED b");
  }

  @Test
  void watchesEverythingBelowANewDirectory() throws IOException {
    start(NEVER, folder.toString());
    Path deep = Files.createDirectories(folder.resolve("p").resolve("q").resolve("r"));
    Files.writeString(deep.resolve("f"), "x".repeat(2000));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(stand.changes())
                .contains("CREATED p", "CREATED q", "CREATED r", "CREATED f"));
    assertThat(stand.batches().getLast().changes().getLast().entry().orElseThrow().sha256())
        .as("it is too large to be hashed")
        .isEmpty();
  }

  @Test
  void sendsOnlyMatchingPaths() throws IOException {
    start(NEVER, folder + "/*.conf", folder.resolve("passwd").toString());
    Files.writeString(folder.resolve("noise"), "");
    Files.createFile(folder.resolve("a.conf"));
    Files.createFile(folder.resolve("passwd"));
    await().atMost(PATIENCE).until(() -> stand.changes().size() == 2);
    assertThat(stand.changes()).containsExactlyInAnyOrder("CREATED a.conf", "CREATED passwd");
  }

  @Test
  void sendsChangesMadeWhileTheNodeWasDown() throws Exception {
    for (String name : List.of("changed", "gone", "moved", "same")) {
      Files.writeString(folder.resolve(name), name);
    }
    start(NEVER, folder.toString());
    stand.stop();
    Files.writeString(folder.resolve("changed"), "other");
    Files.delete(folder.resolve("gone"));
    Files.move(folder.resolve("moved"), folder.resolve("there"));
    Files.createDirectory(folder.resolve("new"));
    start(NEVER, folder.toString());
    awaitChanges("MODIFIED changed", "DELETED gone", "CREATED new", "MOVED there moved");
  }

  @Test
  void newlyMatchingFilesAreNotChanges() throws Exception {
    Path more = Files.createDirectory(folder.resolve("more"));
    Files.createFile(more.resolve("old"));
    Path some = Files.createDirectory(folder.resolve("some"));
    start(NEVER, some.toString());
    stand.stop();
    Files.createFile(some.resolve("new"));
    start(NEVER, some.toString(), more.toString());
    awaitChanges("CREATED new");
  }

  /// A scan finds what the kernel has not signalled.
  @Test
  void findsUnsignalledChangesByScanning() throws IOException {
    Path away = folder.resolve("not").resolve("yet").resolve("there");
    start(Watches.SOON, away.toString());
    Files.createDirectories(away);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(stand.changes()).contains("CREATED there"));
  }

  @Test
  void sendsABurstInEventsOfLimitedSize() throws IOException {
    start(NEVER, folder.toString());
    for (int i = 0; i < 2000; i++) {
      Files.createFile(folder.resolve("f" + i));
    }
    await().atMost(PATIENCE).until(() -> stand.changes().size() >= 2000);
    assertThat(stand.changes())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 2000).mapToObj(i -> "CREATED f" + i).toList());
    assertThat(stand.batches()).allMatch(batch -> batch.changes().size() <= 100);
  }

  @Test
  void resendsIdenticalChangesAfterACrash() throws Exception {
    start(NEVER, folder.toString());
    stand.node().crashAfterSending(() -> Files.createFile(folder.resolve("a")));
    Files.delete(folder.resolve("a"));
    start(NEVER, folder.toString());
    awaitChanges("CREATED a", "CREATED a", "DELETED a");
    assertThat(stand.batches().get(1)).isEqualTo(stand.batches().get(0));
  }
}
