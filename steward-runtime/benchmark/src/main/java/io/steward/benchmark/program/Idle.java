package io.steward.benchmark.program;

import io.steward.benchmark.engine.TrialFleet;
import io.steward.benchmark.jvm.IdleProgram;
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

/// Memory and CPU use of an idle node.
///
/// @param distribution the distribution to run
/// @param jvm the JVM of the floor
/// @param settleTime how long to wait after the start
/// @param sampleTime how long to measure
public record Idle(
    Distribution distribution, NodeJvm jvm, Duration settleTime, Duration sampleTime) {

  private static final double MEGABYTE = 1e6;

  public Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "an idle node with all plugins of the distribution, %d s after its start, for %d s"
            .formatted(settleTime.toSeconds(), sampleTime.toSeconds()),
        rounds,
        List.of(
            new Way<>(
                "a JVM that does nothing",
                fleet ->
                    measure(RunningProgram.start(idler(fleet.folder()), IdleProgram.READY_LINE))),
            new Way<>(
                "steward node", fleet -> measure(NodeSetup.of(fleet, distribution).start()))));
  }

  /// Runs from the class path, so that only the JDK's modules are resolved.
  private ProcessBuilder idler(Path folder) throws URISyntaxException {
    List<String> command = new ArrayList<>(List.of(NodeJvm.java().toString()));
    command.addAll(jvm.options());
    Path classes =
        Path.of(IdleProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    command.addAll(List.of("--class-path", classes.toString(), IdleProgram.class.getName()));
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  private List<Figure> measure(RunningProgram program) throws Exception {
    try (program) {
      long _ = program.awaitReady();
      Thread.sleep(settleTime);
      ProcessMemory memory = ProcessMemory.of(program.pid());
      long before = ProcessTime.of(program.pid()).own();
      long began = System.nanoTime();
      Thread.sleep(sampleTime);
      long used = ProcessTime.of(program.pid()).own() - before;
      long took = System.nanoTime() - began;
      return List.of(
          new Figure("RSS, MB", memory.rss() / MEGABYTE),
          new Figure("PSS, MB", memory.pss() / MEGABYTE),
          new Figure("CPU, % of a core", 100.0 * used / took));
    }
  }
}
