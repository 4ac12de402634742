package io.steward.benchmark.program;

import io.steward.benchmark.engine.AnswerCounter;
import io.steward.benchmark.engine.Operator;
import io.steward.benchmark.engine.TrialFleet;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import java.util.List;

/// The time from the start of a node's program until it reports that it is up, and until the
/// outcome of a command that waited for it is received.
///
/// @param distribution the distribution to run
public record Start(Distribution distribution) {

  public Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "a node with all plugins of the distribution, from the start of its program",
        rounds,
        List.of(
            new Way<>(
                "java -version",
                fleet -> ProgramTimer.time(distribution.javaVersion(fleet.folder()))),
            new Way<>("steward node", this::node)));
  }

  private List<Figure> node(TrialFleet fleet) throws Exception {
    NodeSetup unit = NodeSetup.of(fleet, distribution);
    AnswerCounter answers = AnswerCounter.subscribe(fleet, List.of(unit.name()));
    var _ = Operator.on(fleet).send(unit.shellSubject(), "{\"command\":[\"true\"]}").join();
    try (RunningProgram node = unit.start()) {
      long up = node.awaitReady();
      long usedUntilUp = ProcessTime.of(node.pid()).own();
      answers.awaitOutcomes(1);
      long answered = node.age();
      long usedUntilAnswered = ProcessTime.of(node.pid()).own();
      // in the order of the floor's two figures, twice
      return List.of(
          Figure.time("is up, wall time", up),
          Figure.time("is up, CPU time", usedUntilUp),
          Figure.time("first answer, wall time", answered),
          Figure.time("first answer, CPU time", usedUntilAnswered));
    }
  }
}
