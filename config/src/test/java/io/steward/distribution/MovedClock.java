package io.steward.distribution;

import io.steward.distribution.clock.ClockAgent;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// The clock of some nodes, which stands until the test moves it, also while they run.
///
/// @param agent the jar that has a node go by it
/// @param file what it shows
public record MovedClock(Path agent, Path file) {

  /// Makes one that shows the time at which it is made.
  public static MovedClock in(Path folder) throws IOException {
    try {
      URI classes = ClockAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path agent =
          PluginJar.pack(
              Path.of(classes),
              ClockAgent.class.getPackageName().replace('.', '/'),
              Map.of("Premain-Class", ClockAgent.class.getName()),
              folder.resolve("clock.jar"));
      MovedClock clock = new MovedClock(agent, folder.resolve("clock"));
      clock.moveTo(Instant.now());
      return clock;
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /// The options with which Java runs a node that goes by it.
  public String options() {
    return "-javaagent:" + agent + "=" + file;
  }

  /// What it shows.
  public Instant instant() throws IOException {
    return Instant.parse(Files.readString(file));
  }

  /// Moves it to a moment.
  public void moveTo(Instant moment) throws IOException {
    Path next = Files.writeString(file.resolveSibling("clock.next"), moment.toString());
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The beginning of the minute after the one it shows.
  public Instant nextMinute() throws IOException {
    return instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
  }
}
