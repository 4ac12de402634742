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

/// Commands through ledger and outbox: from the first published until the last answer is stored.
///
/// @param nodes how many receive them
/// @param count how many there are
record Commands(int nodes, int count) {

  /// Has a unit ready for commands.
  @FunctionalInterface
  private interface Starter {
    void start(Stand stand, NodeName name) throws Exception;
  }

  Comparison<Stand> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d commands to %s, until every last state is stored"
            .formatted(count, nodes == 1 ? "one node" : nodes + " nodes"),
        rounds,
        List.of(
            way(
                "plain, one answer",
                (stand, node) -> PlainUnit.connect(stand, node, State.Terminal.SUCCEEDED).start()),
            way("plain, three answers", (stand, node) -> thrice(stand, node).start()),
            way(
                "plain, three answers after an fsync",
                (stand, node) -> thrice(stand, node).startWithFile()),
            way(
                "steward",
                (stand, node) -> {
                  var _ = stand.start(node, Nothing.work(node, false));
                }),
            way(
                "steward, repeatable",
                (stand, node) -> {
                  var _ = stand.start(node, Nothing.work(node, true));
                })));
  }

  /// As many answers as the engine gives.
  private static PlainUnit thrice(Stand stand, NodeName node)
      throws IOException, InterruptedException {
    return PlainUnit.connect(
        stand, node, State.InProgress.ACCEPTED, State.InProgress.RUNNING, State.Terminal.SUCCEEDED);
  }

  private Way<Stand> way(String name, Starter starter) {
    return new Way<>(
        name,
        stand -> {
          List<NodeName> names =
              IntStream.range(0, nodes).mapToObj(i -> stand.name("unit", i)).toList();
          List<Subject> subjects = names.stream().map(Nothing::at).toList();
          Operator operator = Operator.on(stand);
          for (NodeName node : names) {
            starter.start(stand, node);
          }
          Heard heard = Heard.from(stand, names);
          operator.send(subjects, nodes); // whoever answers is ready
          heard.awaitEnded(nodes);
          long start = System.nanoTime();
          operator.send(subjects, count);
          heard.awaitEnded(count);
          return List.of(Figure.rate("commands", count, System.nanoTime() - start));
        });
  }
}
