package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jobs whose units' progress a test sets, without a bus.
class RolloutPlannerTest {

  private final Set<String> away = new HashSet<>();
  private Instant now = TestJobs.AT;

  private RolloutStep next(RunningJob running) {
    RolloutStep step = new RolloutPlanner(running, unit -> !away.contains(unit), now).next();
    switch (step) {
      case RolloutStep.CanariesPassed() -> {
        running.passCanaries();
        return next(running);
      }
      case RolloutStep.StartUnits(var indexes) ->
          indexes.forEach(index -> running.advance(index, UnitProgress.BEGUN));
      default -> {}
    }
    return step;
  }

  private static RunningJob job(int units, String rollout) {
    return new RunningJob(TestJobs.of(units, rollout), Optional.empty(), 1);
  }

  private static List<Integer> started(RolloutStep step) {
    return step instanceof RolloutStep.StartUnits(var indexes) ? indexes : List.of();
  }

  private static void end(RunningJob running, UnitProgress progress, int... indexes) {
    for (int index : indexes) {
      running.advance(index, progress);
    }
  }

  @Test
  void startsAllUnitsAtOnceByDefault() {
    RunningJob running = job(3, "{}");
    assertThat(started(next(running))).containsExactly(0, 1, 2);
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
    end(running, UnitProgress.SUCCEEDED, 0, 1, 2);
    assertThat(next(running)).isEqualTo(new RolloutStep.Finish(""));
  }

  @Test
  void startsAnotherUnitForEachThatEnds() {
    RunningJob running = job(5, "concurrency: 2");
    assertThat(started(next(running))).containsExactly(0, 1);
    end(running, UnitProgress.SUCCEEDED, 1);
    assertThat(started(next(running))).containsExactly(2);
    end(running, UnitProgress.FAILED, 0, 2);
    assertThat(started(next(running))).containsExactly(3, 4);
  }

  @Test
  void waitsForTheCanaries() {
    RunningJob running = job(10, "{canary: 2, concurrency: 5}");
    assertThat(started(next(running))).containsExactly(0, 1);
    end(running, UnitProgress.SUCCEEDED, 0);
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
    end(running, UnitProgress.SUCCEEDED, 1);
    assertThat(started(next(running))).containsExactly(2, 3, 4, 5, 6);
  }

  @Test
  void stopsWhenACanaryFails() {
    RunningJob running = job(10, "{canary: 2, maxFailed: 100%}");
    next(running);
    end(running, UnitProgress.TIMED_OUT, 1);
    assertThat(next(running)).isEqualTo(new RolloutStep.Stop("1 of 2 canaries failed"));
  }

  @Test
  void picksCanariesThatAreOnline() {
    away.addAll(Set.of("ship0", "ship2"));
    RunningJob running = job(5, "canary: 2");
    assertThat(started(next(running))).containsExactly(1, 3);
  }

  @Test
  void stopsWhenFailuresExceedTheLimit() {
    RunningJob running = job(10, "{concurrency: 3, maxFailed: 1}");
    next(running);
    end(running, UnitProgress.FAILED, 0);
    assertThat(started(next(running))).containsExactly(3);
    end(running, UnitProgress.UNKNOWN, 1);
    assertThat(next(running)).isEqualTo(new RolloutStep.Stop("2 of 2 failed; the limit is 1"));
  }

  @Test
  void appliesAPercentageToEndedUnitsOnceTheSampleIsLargeEnough() {
    RunningJob running = job(100, "{concurrency: 10, maxFailed: 20%}");
    next(running);
    end(running, UnitProgress.REJECTED, 0);
    // all of the ended units failed, but the sample is too small
    assertThat(started(next(running))).containsExactly(10);
    end(running, UnitProgress.SUCCEEDED, 1, 2, 3);
    assertThat(started(next(running))).containsExactly(11, 12, 13);
    end(running, UnitProgress.FAILED, 4);
    assertThat(next(running)).isEqualTo(new RolloutStep.Stop("2 of 5 failed; the limit is 20%"));
  }

  @Test
  void waitsForTheConfiguredSample() {
    RunningJob running = job(100, "{maxFailed: 20%, minSample: 10}");
    next(running);
    end(running, UnitProgress.FAILED, 0, 1, 2);
    end(running, UnitProgress.SUCCEEDED, 3, 4, 5, 6, 7, 8);
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
    end(running, UnitProgress.SUCCEEDED, 9);
    assertThat(next(running)).isInstanceOf(RolloutStep.Stop.class);
  }

  @Test
  void doesNotWaitForTheSampleWhenFailuresExceedTheLimitOfAllUnits() {
    RunningJob running = job(10, "{maxFailed: 10%, minSample: 10}");
    next(running);
    end(running, UnitProgress.FAILED, 0, 1);
    assertThat(next(running)).isInstanceOf(RolloutStep.Stop.class);
  }

  @Test
  void startsUnitsThatAreAwayLast() {
    away.addAll(Set.of("ship0", "ship1"));
    RunningJob running = job(4, "{concurrency: 1, maxFailed: 0}");
    assertThat(started(next(running))).containsExactly(2);
    end(running, UnitProgress.SUCCEEDED, 2);
    assertThat(started(next(running))).containsExactly(3);
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
    end(running, UnitProgress.SUCCEEDED, 3);
    assertThat(started(next(running))).containsExactly(0, 1);
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
  }

  @Test
  void startsAUnitThatComesBack() {
    away.add("ship0");
    RunningJob running = job(3, "concurrency: 1");
    assertThat(started(next(running))).containsExactly(1);
    away.clear();
    end(running, UnitProgress.SUCCEEDED, 1);
    assertThat(started(next(running))).containsExactly(0);
  }

  @Test
  void continuesWhenAStartedUnitGoesAway() {
    RunningJob running = job(3, "concurrency: 1");
    assertThat(started(next(running))).containsExactly(0);
    away.add("ship0");
    assertThat(started(next(running))).containsExactly(1);
  }

  @Test
  void stopsWhenTooManyAreAwayUntilAnOperatorAcceptsIt() {
    RunningJob running = job(10, "{concurrency: 1, maxAway: 10%}");
    away.add("ship9");
    assertThat(started(next(running))).containsExactly(0);
    away.add("ship8");
    assertThat(next(running)).isEqualTo(new RolloutStep.Stop("2 of 10 are away; the limit is 10%"));
    running.accept(2);
    end(running, UnitProgress.SUCCEEDED, 0);
    assertThat(started(next(running))).containsExactly(1);
    away.add("ship7");
    assertThat(next(running)).isInstanceOf(RolloutStep.Stop.class);
  }

  @Test
  void followsTheRamp() {
    RunningJob running = job(20, "ramp: '1,3,10'");
    assertThat(started(next(running))).containsExactly(0);
    assertThat(started(next(running))).isEmpty();
    end(running, UnitProgress.SUCCEEDED, 0);
    assertThat(started(next(running))).containsExactly(1, 2, 3);
    end(running, UnitProgress.SUCCEEDED, 1, 2);
    assertThat(started(next(running))).isEmpty();
    end(running, UnitProgress.SUCCEEDED, 3);
    assertThat(started(next(running))).hasSize(10);
  }

  @Test
  void finishesAfterTheDeadlineOnceStartedUnitsHaveEnded() {
    RunningJob running = job(3, "concurrency: 1");
    next(running);
    now = TestJobs.DEADLINE;
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
    end(running, UnitProgress.SUCCEEDED, 0);
    assertThat(next(running))
        .isEqualTo(new RolloutStep.Finish("the deadline has passed; 2 have not ended"));
  }

  @Test
  void staysOpenForLateJoiners() {
    RunningJob running = job(1, "lateJoiners: true");
    next(running);
    end(running, UnitProgress.SUCCEEDED, 0);
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
    assertThat(running.join("ship7")).isTrue();
    assertThat(running.join("ship7")).isFalse();
    assertThat(started(next(running))).containsExactly(1);
  }

  @Test
  void startsNothingWhilePausedOrCancelled() {
    RunningJob running = job(3, "{}");
    running.pause("by operator");
    assertThat(next(running)).isEqualTo(new RolloutStep.Wait());
    running.cancel("by operator");
    assertThat(next(running)).isEqualTo(new RolloutStep.Finish(""));
  }

  /// Whatever the order and the outcomes: the concurrency is respected, each unit starts once, and
  /// none starts after too many have failed.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void keepsItsInvariantsForRandomOutcomes(int seed) {
    Random random = new Random(seed);
    int concurrency = 1 + random.nextInt(20);
    int maxFailed = random.nextInt(30);
    RunningJob running =
        job(200, "{canary: 3, concurrency: " + concurrency + ", maxFailed: " + maxFailed + "}");
    Set<Integer> everStarted = new HashSet<>();
    List<Integer> open = new ArrayList<>();
    int failed = 0;
    for (int round = 0; round < 5_000; round++) {
      RolloutStep step = next(running);
      if (step instanceof RolloutStep.Finish || step instanceof RolloutStep.Stop) {
        break;
      }
      for (int index : started(step)) {
        assertThat(everStarted.add(index)).as("unit %d starts once", index).isTrue();
        open.add(index);
      }
      assertThat(open).hasSizeLessThanOrEqualTo(concurrency);
      assertThat(failed).isLessThanOrEqualTo(maxFailed);
      if (!open.isEmpty()) {
        int index = open.remove(/* index */ random.nextInt(open.size()));
        boolean fails = random.nextInt(10) == 0;
        failed += fails ? 1 : 0;
        end(running, fails ? UnitProgress.FAILED : UnitProgress.SUCCEEDED, index);
      }
    }
    RolloutStep last = next(running);
    if (failed > maxFailed || (failed > 0 && !running.canariesPassed())) {
      assertThat(last).isInstanceOf(RolloutStep.Stop.class);
    } else {
      assertThat(last).isEqualTo(new RolloutStep.Finish(""));
      assertThat(everStarted).hasSize(200);
    }
  }
}
