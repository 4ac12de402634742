package io.steward.benchmark.program;

import io.steward.benchmark.engine.Heard;
import io.steward.benchmark.engine.Operator;
import io.steward.benchmark.engine.Stand;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import java.util.List;

/// From the start of a node's program until it says that it is up, and until the outcome of a
/// command that waited for it is heard.
///
/// @param distribution whose program is started
public record Start(Distribution distribution) {

  public Comparison<Stand> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "a node with the plugins that come with steward, from the start of its program",
        rounds,
        List.of(
            new Way<>(
                "java -version", stand -> WholeProgram.time(distribution.bareJvm(stand.folder()))),
            new Way<>("steward node", this::node)));
  }

  private List<Figure> node(Stand stand) throws Exception {
    UnitFiles unit = UnitFiles.in(stand, distribution);
    Heard heard = Heard.from(stand, List.of(unit.name()));
    var _ = Operator.on(stand).send(unit.programs(), "{\"command\":[\"true\"]}").join();
    try (Started node = unit.start()) {
      long up = node.awaitLine();
      long usedUntilUp = ProcessTime.of(node.pid()).own();
      heard.awaitEnded(1);
      long answered = node.age();
      long usedUntilAnswered = ProcessTime.of(node.pid()).own();
      // in the order of the floor's figures, twice
      return List.of(
          Figure.time("is up, wall time", up),
          Figure.time("is up, CPU time", usedUntilUp),
          Figure.time("first answer, wall time", answered),
          Figure.time("first answer, CPU time", usedUntilAnswered));
    }
  }
}
