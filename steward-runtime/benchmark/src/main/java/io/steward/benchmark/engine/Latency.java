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

/// One command after the other: from publishing until its answer is heard.
///
/// @param count how many
record Latency(int count) {

  Comparison<Stand> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d commands, one at a time, from publishing to the answer".formatted(count),
        rounds,
        List.of(
            new Way<>("plain", stand -> measure(stand, node -> plain(stand, node).start())),
            new Way<>(
                "plain, after an fsync",
                stand -> measure(stand, node -> plain(stand, node).startWithFile())),
            new Way<>(
                "steward",
                stand ->
                    measure(
                        stand,
                        node -> {
                          var _ = stand.start(node, Nothing.work(node, false));
                        }))));
  }

  /// Has a unit ready for commands.
  @FunctionalInterface
  private interface Starter {
    void start(NodeName node) throws Exception;
  }

  private static PlainUnit plain(Stand stand, NodeName node)
      throws IOException, InterruptedException {
    return PlainUnit.connect(stand, node, State.InProgress.ACCEPTED, State.Terminal.SUCCEEDED);
  }

  private List<Figure> measure(Stand stand, Starter starter) throws Exception {
    NodeName node = stand.name("unit", 0);
    starter.start(node);
    Operator operator = Operator.on(stand);
    Heard heard = Heard.from(stand, List.of(node));
    List<Long> accepted = new ArrayList<>();
    List<Long> ended = new ArrayList<>();
    for (int i = -1; i < count; i++) { // the first may find nobody ready, and is not counted
      long start = System.nanoTime();
      var _ = operator.send(Nothing.at(node), i);
      heard.awaitAccepted(1);
      long between = System.nanoTime();
      heard.awaitEnded(1);
      if (i >= 0) {
        accepted.add(between - start);
        ended.add(System.nanoTime() - start);
      }
    }
    List<Figure> figures = new ArrayList<>(Quantiles.of(accepted).figures("accepted"));
    figures.addAll(Quantiles.of(ended).figures("outcome"));
    return figures;
  }
}
