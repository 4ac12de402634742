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

/// Jobs whose units do as a test says, without a bus.
class PaceTest {

  private final Set<String> away = new HashSet<>();
  private Instant now = Ordered.AT;

  private Verdict next(Standing standing) {
    Verdict verdict = new Pace(standing, unit -> !away.contains(unit), now).verdict();
    switch (verdict) {
      case Verdict.Proven() -> {
        standing.proven = true;
        return next(standing);
      }
      case Verdict.Begin(var places) ->
          places.forEach(place -> standing.advance(place, Mark.BEGUN));
      default -> {}
    }
    return verdict;
  }

  private static Standing job(int units, String rollout) {
    return new Standing(Ordered.of(units, rollout), Optional.empty());
  }

  private static List<Integer> begun(Verdict verdict) {
    return verdict instanceof Verdict.Begin(var places) ? places : List.of();
  }

  private static void end(Standing standing, Mark mark, int... places) {
    for (int place : places) {
      standing.advance(place, mark);
    }
  }

  @Test
  void beginsAllAtOnceWhenNothingIsSaid() {
    Standing standing = job(3, "{}");
    assertThat(begun(next(standing))).containsExactly(0, 1, 2);
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
    end(standing, Mark.SUCCEEDED, 0, 1, 2);
    assertThat(next(standing)).isEqualTo(new Verdict.Finish(""));
  }

  @Test
  void beginsAnotherForEachThatEnds() {
    Standing standing = job(5, "concurrency: 2");
    assertThat(begun(next(standing))).containsExactly(0, 1);
    end(standing, Mark.SUCCEEDED, 1);
    assertThat(begun(next(standing))).containsExactly(2);
    end(standing, Mark.FAILED, 0, 2);
    assertThat(begun(next(standing))).containsExactly(3, 4);
  }

  @Test
  void waitsForTheCanaries() {
    Standing standing = job(10, "{canary: 2, concurrency: 5}");
    assertThat(begun(next(standing))).containsExactly(0, 1);
    end(standing, Mark.SUCCEEDED, 0);
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
    end(standing, Mark.SUCCEEDED, 1);
    assertThat(begun(next(standing))).containsExactly(2, 3, 4, 5, 6);
  }

  @Test
  void stopsWhenACanaryFails() {
    Standing standing = job(10, "{canary: 2, maxFailed: 100%}");
    next(standing);
    end(standing, Mark.TIMED_OUT, 1);
    assertThat(next(standing)).isEqualTo(new Verdict.Stop("1 of the first 2 failed"));
  }

  @Test
  void takesCanariesThatAreThere() {
    away.addAll(Set.of("ship0", "ship2"));
    Standing standing = job(5, "canary: 2");
    assertThat(begun(next(standing))).containsExactly(1, 3);
  }

  @Test
  void stopsAtTheFirstFailureThatIsTooMany() {
    Standing standing = job(10, "{concurrency: 3, maxFailed: 1}");
    next(standing);
    end(standing, Mark.FAILED, 0);
    assertThat(begun(next(standing))).containsExactly(3);
    end(standing, Mark.UNKNOWN, 1);
    assertThat(next(standing)).isEqualTo(new Verdict.Stop("2 of 2 failed; at most 1"));
  }

  @Test
  void judgesSoManyInAHundredByThoseThatHaveEndedOnceThereAreEnough() {
    Standing standing = job(100, "{concurrency: 10, maxFailed: 20%}");
    next(standing);
    end(standing, Mark.REJECTED, 0);
    assertThat(begun(next(standing))).containsExactly(10); // one of one, but of too few
    end(standing, Mark.SUCCEEDED, 1, 2, 3);
    assertThat(begun(next(standing))).containsExactly(11, 12, 13);
    end(standing, Mark.FAILED, 4);
    assertThat(next(standing)).isEqualTo(new Verdict.Stop("2 of 5 failed; at most 20%"));
  }

  @Test
  void waitsForTheSampleThatIsAskedFor() {
    Standing standing = job(100, "{maxFailed: 20%, minSample: 10}");
    next(standing);
    end(standing, Mark.FAILED, 0, 1, 2);
    end(standing, Mark.SUCCEEDED, 3, 4, 5, 6, 7, 8);
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
    end(standing, Mark.SUCCEEDED, 9);
    assertThat(next(standing)).isInstanceOf(Verdict.Stop.class);
  }

  @Test
  void doesNotWaitForTheSampleWhenMoreHaveFailedThanMayOfAll() {
    Standing standing = job(10, "{maxFailed: 10%, minSample: 10}");
    next(standing);
    end(standing, Mark.FAILED, 0, 1);
    assertThat(next(standing)).isInstanceOf(Verdict.Stop.class);
  }

  @Test
  void isNotHeldUpByUnitsThatAreAwayAndLeavesThemForTheEnd() {
    away.addAll(Set.of("ship0", "ship1"));
    Standing standing = job(4, "{concurrency: 1, maxFailed: 0}");
    assertThat(begun(next(standing))).containsExactly(2);
    end(standing, Mark.SUCCEEDED, 2);
    assertThat(begun(next(standing))).containsExactly(3);
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
    end(standing, Mark.SUCCEEDED, 3);
    assertThat(begun(next(standing))).containsExactly(0, 1);
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
  }

  @Test
  void givesOneThatComesBackItsTurn() {
    away.add("ship0");
    Standing standing = job(3, "concurrency: 1");
    assertThat(begun(next(standing))).containsExactly(1);
    away.clear();
    end(standing, Mark.SUCCEEDED, 1);
    assertThat(begun(next(standing))).containsExactly(0);
  }

  @Test
  void goesOnWhenOneGoesAwayThatHasBegun() {
    Standing standing = job(3, "concurrency: 1");
    assertThat(begun(next(standing))).containsExactly(0);
    away.add("ship0");
    assertThat(begun(next(standing))).containsExactly(1);
  }

  @Test
  void stopsWhenTooManyAreAwayUntilSomebodyPutsUpWithIt() {
    Standing standing = job(10, "{concurrency: 1, maxAway: 10%}");
    away.add("ship9");
    assertThat(begun(next(standing))).containsExactly(0);
    away.add("ship8");
    assertThat(next(standing)).isEqualTo(new Verdict.Stop("2 of 10 are away; at most 10%"));
    standing.forgivenAway = 2;
    end(standing, Mark.SUCCEEDED, 0);
    assertThat(begun(next(standing))).containsExactly(1);
    away.add("ship7");
    assertThat(next(standing)).isInstanceOf(Verdict.Stop.class);
  }

  @Test
  void goesUpTheRamp() {
    Standing standing = job(20, "ramp: '1,3,10'");
    assertThat(begun(next(standing))).containsExactly(0);
    assertThat(begun(next(standing))).isEmpty();
    end(standing, Mark.SUCCEEDED, 0);
    assertThat(begun(next(standing))).containsExactly(1, 2, 3);
    end(standing, Mark.SUCCEEDED, 1, 2);
    assertThat(begun(next(standing))).isEmpty();
    end(standing, Mark.SUCCEEDED, 3);
    assertThat(begun(next(standing))).hasSize(10);
  }

  @Test
  void endsAtTheDeadlineWithThoseThatHaveBegun() {
    Standing standing = job(3, "concurrency: 1");
    next(standing);
    now = Ordered.DEADLINE;
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
    end(standing, Mark.SUCCEEDED, 0);
    assertThat(next(standing))
        .isEqualTo(new Verdict.Finish("the deadline has passed; 2 did not end"));
  }

  @Test
  void staysOpenForThoseWhoMayJoin() {
    Standing standing = job(1, "lateJoiners: true");
    next(standing);
    end(standing, Mark.SUCCEEDED, 0);
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
    assertThat(standing.join("ship7")).isTrue();
    assertThat(standing.join("ship7")).isFalse();
    assertThat(begun(next(standing))).containsExactly(1);
  }

  @Test
  void beginsNothingWhileItIsHeld() {
    Standing standing = job(3, "{}");
    standing.phase = Phase.PAUSED;
    assertThat(next(standing)).isEqualTo(new Verdict.Wait());
    standing.phase = Phase.CANCELLED;
    assertThat(next(standing)).isEqualTo(new Verdict.Finish(""));
  }

  /// Whatever ends when and how: no more at a time than may be, each once, and never one more after
  /// too many have failed.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void keepsItsPromisesWhateverHappens(int seed) {
    Random random = new Random(seed);
    int most = 1 + random.nextInt(20);
    int budget = random.nextInt(30);
    Standing standing =
        job(200, "{canary: 3, concurrency: " + most + ", maxFailed: " + budget + "}");
    Set<Integer> everBegun = new HashSet<>();
    List<Integer> open = new ArrayList<>();
    int failed = 0;
    for (int round = 0; round < 5_000; round++) {
      Verdict verdict = next(standing);
      if (verdict instanceof Verdict.Finish || verdict instanceof Verdict.Stop) {
        break;
      }
      for (int place : begun(verdict)) {
        assertThat(everBegun.add(place)).as("%d begins once", place).isTrue();
        open.add(place);
      }
      assertThat(open).hasSizeLessThanOrEqualTo(most);
      assertThat(failed).isLessThanOrEqualTo(budget);
      if (!open.isEmpty()) {
        int place = open.remove(/* index */ random.nextInt(open.size()));
        boolean fails = random.nextInt(10) == 0;
        failed += fails ? 1 : 0;
        end(standing, fails ? Mark.FAILED : Mark.SUCCEEDED, place);
      }
    }
    Verdict last = next(standing);
    if (failed > budget || (failed > 0 && !standing.proven)) {
      assertThat(last).isInstanceOf(Verdict.Stop.class);
    } else {
      assertThat(last).isEqualTo(new Verdict.Finish(""));
      assertThat(everBegun).hasSize(200);
    }
  }
}
