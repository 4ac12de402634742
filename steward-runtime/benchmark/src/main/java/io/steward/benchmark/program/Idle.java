package io.steward.benchmark.program;

import io.steward.benchmark.engine.Stand;
import io.steward.benchmark.jvm.Idler;
import io.steward.benchmark.jvm.NodeJvm;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a node takes while it has nothing to do.
///
/// @param distribution whose program is started
/// @param jvm as which the floor is started
/// @param settling how long it is left alone first
/// @param moment how long it is looked at
public record Idle(Distribution distribution, NodeJvm jvm, Duration settling, Duration moment) {

  private static final double MEGABYTE = 1e6;

  public Comparison<Stand> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "a node with the plugins that come with steward, %d s after its start, for %d s"
            .formatted(settling.toSeconds(), moment.toSeconds()),
        rounds,
        List.of(
            new Way<>(
                "a JVM that does nothing",
                stand -> measure(Started.start(idler(stand.folder()), Idler.SAYS))),
            new Way<>(
                "steward node", stand -> measure(UnitFiles.in(stand, distribution).start()))));
  }

  /// From the class path, so that no module is resolved for it but the JDK's.
  private ProcessBuilder idler(Path folder) throws URISyntaxException {
    List<String> command = new ArrayList<>(List.of(NodeJvm.java().toString()));
    command.addAll(jvm.options());
    Path classes = Path.of(Idler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    command.addAll(List.of("--class-path", classes.toString(), Idler.class.getName()));
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  private List<Figure> measure(Started program) throws Exception {
    try (program) {
      long _ = program.awaitLine();
      Thread.sleep(settling);
      ProcessMemory memory = ProcessMemory.of(program.pid());
      long before = ProcessTime.of(program.pid()).own();
      long began = System.nanoTime();
      Thread.sleep(moment);
      long used = ProcessTime.of(program.pid()).own() - before;
      long took = System.nanoTime() - began;
      return List.of(
          new Figure("RSS, MB", memory.rss() / MEGABYTE),
          new Figure("PSS, MB", memory.pss() / MEGABYTE),
          new Figure("CPU, % of a core", 100.0 * used / took));
    }
  }
}
