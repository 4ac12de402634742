package io.steward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.benchmark.Comparison.Way;
import io.steward.benchmark.Rounds.Row;
import io.steward.benchmark.Trial.Figure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Trial FLOOR = stand -> List.of();
  private static final Trial STEWARD = stand -> List.of();
  private static final Comparison COMPARISON =
      new Comparison("it", "it", List.of(new Way("floor", FLOOR), new Way("steward", STEWARD)));

  private static Rounds.Runner yielding(List<List<Double>> values) {
    Deque<List<Double>> left = new ArrayDeque<>(values);
    return trial -> left.remove().stream().map(value -> new Figure("ms", value)).toList();
  }

  @Test
  void takesTurnsBetweenTheWays() throws Exception {
    List<Trial> run = new ArrayList<>();
    new Rounds(1, 2)
        .run(
            COMPARISON,
            trial -> {
              run.add(trial);
              return List.of(new Figure("ms", 1));
            });
    assertThat(run).containsExactly(FLOOR, STEWARD, FLOOR, STEWARD, FLOOR, STEWARD);
  }

  @Test
  void doesNotCountTheWarmUp() throws Exception {
    List<Row> rows =
        new Rounds(1, 1)
            .run(
                COMPARISON,
                yielding(List.of(List.of(900.0), List.of(900.0), List.of(2.0), List.of(3.0))));
    assertThat(rows)
        .extracting(row -> row.values().most())
        .as("what the ways took at most")
        .containsExactly(2.0, 3.0);
  }

  @Test
  void setsEachWayAgainstTheFloorOfTheSameRound() throws Exception {
    List<Row> rows =
        new Rounds(0, 2)
            .run(
                COMPARISON,
                yielding(List.of(List.of(1.0), List.of(2.0), List.of(10.0), List.of(40.0))));
    assertThat(rows.getLast().ratios()).isEqualTo(new Spread(2, 3, 4));
  }

  @Test
  void setsFurtherFiguresAgainstTheFloorsInTurn() throws Exception {
    List<Row> rows =
        new Rounds(0, 1)
            .run(COMPARISON, yielding(List.of(List.of(1.0, 10.0), List.of(2.0, 20.0, 4.0, 40.0))));
    assertThat(rows)
        .extracting(row -> row.ratios().median())
        .containsExactly(1.0, 1.0, 2.0, 2.0, 4.0, 4.0);
  }
}
