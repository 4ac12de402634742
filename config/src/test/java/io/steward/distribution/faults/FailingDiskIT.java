package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Full or failing disks: the node stays up, does not report anything it cannot make durable, and
/// recovers by itself when the disk does.
class FailingDiskIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CANNOT_WRITE = "the ledger cannot be written";

  @TempDir private Path folder = Path.of("");

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notHere) {
      return false;
    }
  }

  /// Writes until the disk is full.
  private static void fill(Path file) throws IOException {
    for (int size : new int[] {1 << 16, 1 << 10, 1}) {
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(new byte[size]);
        }
      } catch (IOException full) {
        // as intended
      }
    }
  }

  private static void send(FaultScenario faultScenario, List<String> to, int many) {
    for (int i = 0; i < many; i++) {
      faultScenario.station().send(to.get(i % to.size()), "{\"text\":\"d%d\"}".formatted(i));
    }
  }

  @Test
  void aNodeWithAFullDiskRecoversWhenThereIsSpace() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=8m", "steward-faults", disk.toString()),
        "a small disk can be mounted here");
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship =
          faultScenario.node("ship", faultScenario.broker().url(), disk.resolve("ship")).start();
      ship.awaitUp();
      List<String> to = List.of(ship.once(), ship.again(), ship.sink());
      send(faultScenario, to, 6);
      fill(disk.resolve("filler"));
      send(faultScenario, to, 300);
      await().atMost(PATIENCE).until(() -> ship.printed().contains("database or disk is full"));
      assertThat(ship.isAlive()).isTrue();
      await()
          .atMost(PATIENCE)
          .until(() -> faultScenario.archive().unit("ship").contains(CANNOT_WRITE));
      Files.delete(disk.resolve("filler"));
      faultScenario.settle();
      await()
          .atMost(PATIENCE)
          .until(() -> !faultScenario.archive().unit("ship").contains(CANNOT_WRITE));
      assertThat(ship.isAlive()).isTrue();
    } finally {
      assertThat(succeeds("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aNodeRecoversFromTemporaryDiskErrors() throws Exception {
    assumeTrue(
        succeeds("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync", "true"),
        "strace is installed, and may trace");
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship");
      ship.startUnder(
          List.of(
              "strace",
              "-f",
              "--seccomp-bpf",
              "-qq",
              "-o",
              folder.resolve("calls").toString(),
              "-P",
              folder.resolve("data/ship/ledger.db-wal").toString(),
              "-e",
              "trace=fsync,fdatasync",
              "-e",
              "inject=fsync,fdatasync:error=EIO:when=20..40"));
      ship.awaitUp();
      List<String> to = List.of(ship.once(), ship.again());
      await()
          .atMost(PATIENCE)
          .until(() -> {
            send(faultScenario, to, 2);
            return Files.readString(folder.resolve("calls")).contains("INJECTED");
          });
      send(faultScenario, to, 50);
      faultScenario.settle();
      assertThat(ship.isAlive()).isTrue();
    }
  }
}
