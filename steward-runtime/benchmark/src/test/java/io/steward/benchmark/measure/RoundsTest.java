package io.steward.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.benchmark.measure.Comparison.Way;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Trial<Object> FLOOR = _ -> List.of();
  private static final Trial<Object> STEWARD = _ -> List.of();

  private static Rounds once(WarmUp warmUp, int counted) {
    return new Rounds(warmUp, counted, Duration.ZERO);
  }

  private static Comparison<Object> comparison(Rounds rounds) {
    return new Comparison<>(
        "it", "it", rounds, List.of(new Way<>("floor", FLOOR), new Way<>("steward", STEWARD)));
  }

  private static Result run(Rounds rounds, List<List<Double>> values) throws Exception {
    Deque<List<Double>> left = new ArrayDeque<>(values);
    return rounds.run(
        comparison(rounds),
        _ -> left.remove().stream().map(value -> new Figure("ms", value)).toList());
  }

  @Test
  void alternatesBetweenTheWays() throws Exception {
    List<Trial<Object>> run = new ArrayList<>();
    Rounds rounds = once(new WarmUp(1, 1), 2);
    rounds.run(
        comparison(rounds),
        trial -> {
          run.add(trial);
          return List.of(new Figure("ms", 1));
        });
    assertThat(run).containsExactly(FLOOR, STEWARD, FLOOR, STEWARD, FLOOR, STEWARD);
  }

  @Test
  void doesNotCountTheWarmUp() throws Exception {
    Result result =
        run(
            once(new WarmUp(1, 1), 1),
            List.of(List.of(900.0), List.of(900.0), List.of(2.0), List.of(3.0)));
    assertThat(result.rows()).containsExactly(new Row("steward", "ms", List.of(3.0), List.of(2.0)));
  }

  @Test
  void warmsUpUntilTwoRoundsAreClose() throws Exception {
    Result result =
        run(
            once(new WarmUp(1, 9), 1),
            List.of(
                List.of(100.0),
                List.of(900.0),
                List.of(100.0),
                List.of(500.0),
                List.of(100.0),
                List.of(510.0),
                List.of(7.0),
                List.of(8.0)));
    assertThat(result.rows().getFirst().rounds()).containsExactly(8.0);
  }

  @Test
  void limitsTheWarmUpOnANoisyMachine() throws Exception {
    Result result =
        run(
            once(new WarmUp(1, 2), 1),
            List.of(
                List.of(1.0),
                List.of(1.0),
                List.of(9.0),
                List.of(9.0),
                List.of(2.0),
                List.of(3.0)));
    assertThat(result.rows().getFirst().rounds()).containsExactly(3.0);
  }

  @Test
  void comparesEachWayWithTheFloorOfTheSameRound() throws Exception {
    Result result =
        run(
            once(WarmUp.NONE, 3),
            List.of(
                List.of(1.0),
                List.of(2.0),
                List.of(10.0),
                List.of(40.0),
                List.of(1.0),
                List.of(9.0)));
    assertThat(result.floor()).isEqualTo("floor");
    assertThat(result.rows().getFirst().ratio()).isEqualTo(4);
  }

  @Test
  void comparesFurtherFiguresWithTheFloorsInTurn() throws Exception {
    Result result =
        run(once(WarmUp.NONE, 1), List.of(List.of(1.0, 10.0), List.of(2.0, 20.0, 4.0, 40.0)));
    assertThat(result.rows()).extracting(Row::ratio).containsExactly(2.0, 2.0, 4.0, 4.0);
  }

  @Test
  void repeatsShortTrialsAndTakesTheMedian() throws Exception {
    AtomicLong clock = new AtomicLong();
    Rounds rounds = new Rounds(WarmUp.NONE, 1, Duration.ofNanos(3));
    Deque<Double> left = new ArrayDeque<>(List.of(1.0, 3.0, 2.0, 20.0, 10.0, 30.0));
    Result result =
        rounds.run(
            comparison(rounds),
            _ -> {
              clock.incrementAndGet();
              return List.of(new Figure("ms", left.remove()));
            },
            clock::get);
    assertThat(result.rows())
        .containsExactly(new Row("steward", "ms", List.of(20.0), List.of(2.0)));
  }
}
