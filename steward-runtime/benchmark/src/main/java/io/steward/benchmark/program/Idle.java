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

/// What a node takes while it has nothing to do.
///
/// @param distribution whose program is started
/// @param jvm as which the floor is started
/// @param settleTime how long it is left alone first
/// @param sampleTime how long it is looked at
public record Idle(Distribution distribution, NodeJvm jvm, Duration settleTime, Duration sampleTime) {

  private static final double MEGABYTE = 1e6;

  public Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "a node with the plugins that come with steward, %d s after its start, for %d s"
            .formatted(settleTime.toSeconds(), sampleTime.toSeconds()),
        rounds,
        List.of(
            new Way<>(
                "a JVM that does nothing",
                fleet -> measure(RunningProgram.start(idler(fleet.folder()), IdleProgram.READY_LINE))),
            new Way<>(
                "steward node", fleet -> measure(NodeSetup.of(fleet, distribution).start()))));
  }

  /// From the class path, so that no module is resolved for it but the JDK's.
  private ProcessBuilder idler(Path folder) throws URISyntaxException {
    List<String> command = new ArrayList<>(List.of(NodeJvm.java().toString()));
    command.addAll(jvm.options());
    Path classes = Path.of(IdleProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
