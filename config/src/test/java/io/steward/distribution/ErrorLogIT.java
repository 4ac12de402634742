package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Warnings and errors of a unit arrive at the station, through a real broker.
class ErrorLogIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  private String write(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml).toString();
  }

  private static String read(Path log) throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private Path plugins() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    for (String each : List.of("errorlog", "shellcommand")) {
      String jar = each + "-" + System.getProperty("steward.version") + ".jar";
      Files.copy(Installation.HOME.resolve("plugins").resolve(jar), plugins.resolve(jar));
    }
    Files.writeString(plugins.resolve("cracked.jar"), "no jar");
    return plugins;
  }

  @Test
  void errorsOfAUnitArriveAtTheStationIncludingThoseLoggedOffline() throws Exception {
    int broker = Ports.next();
    String harbour =
        write(
            "harbour.yaml",
            """
            node: harbour
            broker: { servers: ["nats://127.0.0.1:%d"] }
            data: data/harbour
            plugins: { folder: "%s" }
            events:
              errorlog.fleet: { from: [ship5] }
            """
                .formatted(broker, Installation.HOME.resolve("plugins")));
    String ship =
        write(
            "ship5.yaml",
            """
            node: ship5
            broker: { servers: ["nats://127.0.0.1:%d"] }
            data: data/ship5
            plugins: { folder: "%s" }
            sources:
              errorlog.fleet: { to: harbour, with: { delay: 0s } }
            """
                .formatted(broker, plugins()));
    Path log = folder.resolve("data/harbour/event.errorlog.fleet/log/fleet/ship5.log");
    Installation alone = new Installation(folder, Map.of());
    try (Running unit = alone.start("node", ship)) {
      unit.awaitPrinted("sends warnings and errors"); // there is no broker yet
      try (Fleet _ = Fleet.start(folder, broker, List.of(harbour))) {
        await().atMost(PATIENCE).until(() -> read(log).contains("cracked.jar is refused"));
        Files.writeString(folder.resolve("plugins/later.jar"), "no jar either");
        await().atMost(PATIENCE).until(() -> read(log).contains("later.jar is refused"));
        assertThat(read(log).lines().filter(line -> line.contains("cracked.jar"))).hasSize(1);
        assertThat(read(log)).contains(" WARNING io.steward.runtime.plugin.");
      }
    }
  }
}
