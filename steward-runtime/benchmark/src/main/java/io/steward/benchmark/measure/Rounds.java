package io.steward.benchmark.measure;

import io.steward.benchmark.measure.Comparison.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Runs the ways of a comparison in turn, again and again, and sets each against the floor of the
/// same round.
///
/// @param warmUp the rounds before those that count
/// @param counted how many count
/// @param minDuration how long a way's turn lasts at least: what is over sooner is done again, and the
///   median of the turn counts
public record Rounds(WarmUp warmUp, int counted, Duration minDuration) {

  /// Runs one trial, on whatever it needs.
  ///
  /// @param <S> what that is
  @FunctionalInterface
  public interface Runner<S> {
    List<Figure> run(Trial<S> trial) throws Exception;
  }

  /// Runs a comparison.
  public <S> Result run(Comparison<S> comparison, Runner<S> runner) throws Exception {
    return run(comparison, runner, System::nanoTime);
  }

  /// Runs a comparison by some clock.
  <S> Result run(Comparison<S> comparison, Runner<S> runner, LongSupplier nanos) throws Exception {
    List<Round> warmUpRounds = new ArrayList<>();
    while (!warmUp.isOver(warmUpRounds)) {
      warmUpRounds.add(round(comparison, runner, nanos));
    }
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < counted; i++) {
      rounds.add(round(comparison, runner, nanos));
    }
    return Result.of(comparison, rounds);
  }

  private <S> Round round(Comparison<S> comparison, Runner<S> runner, LongSupplier nanos)
      throws Exception {
    List<List<Figure>> ways = new ArrayList<>();
    for (Way<S> way : comparison.ways()) {
      ways.add(repeat(way.trial(), runner, nanos));
    }
    return new Round(ways);
  }

  private <S> List<Figure> repeat(Trial<S> trial, Runner<S> runner, LongSupplier nanos)
      throws Exception {
    List<List<Figure>> trials = new ArrayList<>();
    long began = nanos.getAsLong();
    do {
      trials.add(runner.run(trial));
    } while (nanos.getAsLong() - began < minDuration.toNanos());
    return Figure.medians(trials);
  }
}
