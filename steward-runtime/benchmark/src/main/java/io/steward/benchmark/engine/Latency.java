package io.steward.benchmark.engine;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Quantiles;
import io.steward.benchmark.measure.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One command at a time: the time from publishing it until its answer is received.
///
/// @param count the number of commands
record Latency(int count) {

  Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d commands, one at a time, from publishing to the answer".formatted(count),
        rounds,
        List.of(
            new Way<>("plain", fleet -> measure(fleet, node -> plain(fleet, node).start())),
            new Way<>(
                "plain, after an fsync",
                fleet -> measure(fleet, node -> plain(fleet, node).startWithFile())),
            new Way<>(
                "steward",
                fleet ->
                    measure(
                        fleet,
                        node -> {
                          var _ = fleet.start(node, NoOpCommand.workload(node, false));
                        }))));
  }

  /// Starts a unit that is ready for commands.
  @FunctionalInterface
  private interface Starter {
    void start(NodeName node) throws Exception;
  }

  private static PlainUnit plain(TrialFleet fleet, NodeName node)
      throws IOException, InterruptedException {
    return PlainUnit.connect(fleet, node, State.InProgress.ACCEPTED, State.Terminal.SUCCEEDED);
  }

  private List<Figure> measure(TrialFleet fleet, Starter starter) throws Exception {
    NodeName node = fleet.name("unit", 0);
    starter.start(node);
    Operator operator = Operator.on(fleet);
    AnswerCounter answers = AnswerCounter.subscribe(fleet, List.of(node));
    List<Long> accepted = new ArrayList<>();
    List<Long> ended = new ArrayList<>();
    for (int i = -1;
        i < count;
        i++) { // the first may wait for the unit to start, and is not counted
      long start = System.nanoTime();
      var _ = operator.send(NoOpCommand.subject(node), i);
      answers.awaitAccepted(1);
      long acceptedAt = System.nanoTime();
      answers.awaitOutcomes(1);
      if (i >= 0) {
        accepted.add(acceptedAt - start);
        ended.add(System.nanoTime() - start);
      }
    }
    List<Figure> figures = new ArrayList<>(Quantiles.of(accepted).figures("accepted"));
    figures.addAll(Quantiles.of(ended).figures("outcome"));
    return figures;
  }
}
