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

/// The clock of some nodes, which stands still until the test moves it, also while they run.
///
/// @param agent jar of the Java agent that makes a node use the clock
/// @param file contains the time shown
public record MovedClock(Path agent, Path file) {

  /// Creates a clock that shows the current time.
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

  /// The JVM options for a node that uses the clock.
  public String options() {
    return "-javaagent:" + agent + "=" + file;
  }

  /// The time shown.
  public Instant instant() throws IOException {
    return Instant.parse(Files.readString(file));
  }

  /// Moves the clock.
  public void moveTo(Instant moment) throws IOException {
    Path next = Files.writeString(file.resolveSibling("clock.next"), moment.toString());
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The start of the next minute of the clock.
  public Instant nextMinute() throws IOException {
    return instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
  }
}
