package io.steward.benchmark.measure;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The result of a comparison.
///
/// @param name the name of the comparison
/// @param what the task
/// @param floor the name of the way that the others are compared with
/// @param rows the figures of the other ways, one each
public record Result(String name, String what, String floor, List<Row> rows) {

  static <S> Result of(Comparison<S> comparison, List<Round> rounds) {
    return new Result(
        comparison.name(),
        comparison.what(),
        comparison.ways().getFirst().name(),
        IntStream.range(1, comparison.ways().size())
            .boxed()
            .flatMap(way -> rows(comparison.ways().get(way).name(), rounds, way))
            .toList());
  }

  private static Stream<Row> rows(String name, List<Round> rounds, int way) {
    List<Figure> figures = rounds.getFirst().ways().get(way);
    return IntStream.range(0, figures.size())
        .mapToObj(figure ->
            new Row(
                name,
                figures.get(figure).what(),
                rounds.stream().map(round -> round.value(way, figure)).toList(),
                rounds.stream().map(round -> round.floor(figure)).toList()));
  }
}
