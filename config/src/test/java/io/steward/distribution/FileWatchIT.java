package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines are copied from a file of a unit to a file of the station, through a real broker.
class FileWatchIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  private String harbour(int broker) throws IOException {
    return Files.writeString(
            folder.resolve("harbour.yaml"),
            """
            node: harbour
            broker: { servers: ["nats://127.0.0.1:%d"] }
            data: data/harbour
            plugins: { folder: "%s" }
            events:
              filewatch.app: { from: [ship5] }
            """
                .formatted(broker, Installation.HOME.resolve("plugins")))
        .toString();
  }

  private String ship(int broker) throws IOException {
    return Files.writeString(
            folder.resolve("ship5.yaml"),
            """
            node: ship5
            broker: { servers: ["nats://127.0.0.1:%d"] }
            data: data/ship5
            plugins: { folder: "%s" }
            sources:
              filewatch.app:
                to: harbour
                with: { paths: ["%s"], delay: 10ms, batch: 10, except: ["^noise"] }
            """
                .formatted(broker, Installation.HOME.resolve("plugins"), folder.resolve("app.log")))
        .toString();
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
  }

  private void append(int from, int to) throws IOException {
    Files.writeString(
        folder.resolve("app.log"),
        lines(from, to).stream().map(line -> line + "\nnoise\n").collect(Collectors.joining()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static List<String> read(Path log) throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /// The node is killed amid a burst each time, and its file is rotated while it is down.
  @Test
  void everyLineArrivesOnceFromANodeThatIsKilledAgainAndAgain() throws Exception {
    int broker = Ports.next();
    Installation alone = new Installation(folder, Map.of());
    String ship = ship(broker);
    try (Fleet fleet = Fleet.start(folder, broker, List.of(harbour(broker)))) {
      Path log = fleet.data("harbour").resolve("event.filewatch.app/log/app/ship5.log");
      int written = 0;
      for (int round = 0; round < 3; round++) {
        try (Running running = alone.start("node", ship)) {
          running.awaitPrinted("following");
          append(written, written + 1000);
          int amid = written + 50;
          await().atMost(PATIENCE).until(() -> read(log).size() > amid);
          running.kill();
        }
        Files.move(folder.resolve("app.log"), folder.resolve("app.log." + round));
        append(written + 1000, written + 1100);
        written += 1100;
      }
      int all = written;
      try (Running running = alone.start("node", ship)) {
        running.awaitPrinted("following");
        await().atMost(PATIENCE).until(() -> read(log).size() >= all);
        assertThat(read(log)).containsExactlyInAnyOrderElementsOf(lines(0, all));
      }
    }
  }
}
