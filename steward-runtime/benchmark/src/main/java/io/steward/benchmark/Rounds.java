package io.steward.benchmark;

import io.steward.benchmark.Comparison.Way;
import io.steward.benchmark.Trial.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Runs the ways of a comparison in turn, again and again, and sets each against the floor of the
/// same round.
///
/// @param warmUp how many rounds are run before those that count
/// @param counted how many count
record Rounds(int warmUp, int counted) {

  /// Runs one trial, in whatever surroundings it needs.
  @FunctionalInterface
  interface Runner {
    List<Figure> run(Trial trial) throws Exception;
  }

  /// What one figure of one way came to.
  ///
  /// @param way whose it is
  /// @param what was measured
  /// @param values over the rounds
  /// @param ratios to the floor of the same round
  record Row(String way, String what, Spread values, Spread ratios) {}

  /// Runs a comparison.
  List<Row> run(Comparison comparison, Runner runner) throws Exception {
    List<List<List<Figure>>> rounds = new ArrayList<>();
    for (int i = 0; i < warmUp + counted; i++) {
      List<List<Figure>> round = new ArrayList<>();
      for (Way way : comparison.ways()) {
        round.add(runner.run(way.trial()));
      }
      if (i >= warmUp) {
        rounds.add(round);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int way = 0; way < comparison.ways().size(); way++) {
      for (int figure = 0; figure < rounds.getFirst().get(way).size(); figure++) {
        rows.add(row(comparison.ways().get(way).name(), rounds, way, figure));
      }
    }
    return rows;
  }

  private static Row row(String name, List<List<List<Figure>>> rounds, int way, int figure) {
    List<Figure> figures = rounds.stream().map(round -> round.get(way).get(figure)).toList();
    List<Double> values = figures.stream().map(Figure::value).toList();
    List<Double> ratios =
        IntStream.range(0, values.size())
            .mapToObj(i -> values.get(i) / floor(rounds.get(i), figure).value())
            .toList();
    return new Row(name, figures.getFirst().what(), Spread.of(values), Spread.of(ratios));
  }

  /// The floor's figure that corresponds to one; a floor with fewer figures has them in the same
  /// order, and they are gone through again.
  private static Figure floor(List<List<Figure>> round, int figure) {
    List<Figure> floor = round.getFirst();
    return floor.get(figure % floor.size());
  }
}
