package io.steward.benchmark;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.benchmark.Comparison.Way;
import io.steward.benchmark.Trial.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One command after the other: from publishing until its answer is heard.
///
/// @param count how many
record Latency(int count) {

  Comparison comparison(String name) {
    return new Comparison(
        name,
        "%,d commands, one at a time, from publishing to the answer".formatted(count),
        List.of(
            new Way("plain", stand -> measure(stand, node -> plain(stand, node).start())),
            new Way(
                "plain, after an fsync",
                stand -> measure(stand, node -> plain(stand, node).startWithFile())),
            new Way(
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
    return PlainUnit.connect(stand, node, State.Open.ACCEPTED, State.Last.SUCCEEDED);
  }

  private List<Figure> measure(Stand stand, Starter starter) throws Exception {
    NodeName node = stand.name("unit", 0);
    starter.start(node);
    Operator operator = Operator.on(stand);
    Heard heard = Heard.from(stand, List.of(node));
    long[] accepted = new long[count];
    long[] ended = new long[count];
    for (int i = -1; i < count; i++) { // the first may find nobody ready, and is not counted
      long start = System.nanoTime();
      var _ = operator.send(Nothing.at(node), i);
      heard.awaitAccepted(1);
      long between = System.nanoTime();
      heard.awaitEnded(1);
      if (i >= 0) {
        accepted[i] = between - start;
        ended[i] = System.nanoTime() - start;
      }
    }
    List<Figure> figures = new ArrayList<>(quantiles("accepted", accepted));
    figures.addAll(quantiles("outcome", ended));
    return figures;
  }

  private static List<Figure> quantiles(String of, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return List.of(
        new Figure(of + " p50, ms", sorted[sorted.length / 2] / 1e6),
        new Figure(of + " p99, ms", sorted[sorted.length * 99 / 100] / 1e6));
  }
}
