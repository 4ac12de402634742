package io.steward.benchmark.engine;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/// Commands through ledger and outbox: the time from the first publish until the last outcome is
/// stored.
///
/// @param nodes the number of receivers
/// @param count the number of commands
record Commands(int nodes, int count) {

  /// Starts a unit that is ready for commands.
  @FunctionalInterface
  private interface Starter {
    void start(TrialFleet fleet, NodeName name) throws Exception;
  }

  Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d commands to %s, until every outcome is stored"
            .formatted(count, nodes == 1 ? "one node" : nodes + " nodes"),
        rounds,
        List.of(
            way(
                "plain, one answer",
                (fleet, node) -> PlainUnit.connect(fleet, node, State.Terminal.SUCCEEDED).start()),
            way("plain, three answers", (fleet, node) -> withThreeAnswers(fleet, node).start()),
            way(
                "plain, three answers after an fsync",
                (fleet, node) -> withThreeAnswers(fleet, node).startWithFile()),
            way(
                "steward",
                (fleet, node) -> {
                  var _ = fleet.start(node, NoOpCommand.workload(node, false));
                }),
            way(
                "steward, repeatable",
                (fleet, node) -> {
                  var _ = fleet.start(node, NoOpCommand.workload(node, true));
                })));
  }

  /// A unit with as many answers as the engine gives.
  private static PlainUnit withThreeAnswers(TrialFleet fleet, NodeName node)
      throws IOException, InterruptedException {
    return PlainUnit.connect(
        fleet, node, State.InProgress.ACCEPTED, State.InProgress.RUNNING, State.Terminal.SUCCEEDED);
  }

  private Way<TrialFleet> way(String name, Starter starter) {
    return new Way<>(
        name,
        fleet -> {
          List<NodeName> names =
              IntStream.range(0, nodes).mapToObj(i -> fleet.name("unit", i)).toList();
          List<Subject> subjects = names.stream().map(NoOpCommand::subject).toList();
          Operator operator = Operator.on(fleet);
          for (NodeName node : names) {
            starter.start(fleet, node);
          }
          AnswerCounter answers = AnswerCounter.subscribe(fleet, names);
          operator.send(subjects, nodes); // until the units are ready
          answers.awaitOutcomes(nodes);
          long start = System.nanoTime();
          operator.send(subjects, count);
          answers.awaitOutcomes(count);
          return List.of(Figure.rate("commands", count, System.nanoTime() - start));
        });
  }
}
