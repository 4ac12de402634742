package io.steward.benchmark.measure;

import io.steward.benchmark.measure.Comparison.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Runs the ways of a comparison in turn, repeatedly, and compares each with the floor of the same
/// round.
///
/// @param warmUp the warm-up rounds, which do not count
/// @param counted the number of rounds that count
/// @param minDuration the minimum duration of a way's turn: shorter trials are repeated, and the
///   median of the turn counts
public record Rounds(WarmUp warmUp, int counted, Duration minDuration) {

  /// Runs one trial in the environment that it needs.
  ///
  /// @param <S> the type of that environment
  @FunctionalInterface
  public interface Runner<S> {
    List<Figure> run(Trial<S> trial) throws Exception;
  }

  /// Runs a comparison.
  public <S> Result run(Comparison<S> comparison, Runner<S> runner) throws Exception {
    return run(comparison, runner, System::nanoTime);
  }

  /// Runs a comparison with a given clock.
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
