package io.steward.runtime.jobs;

import java.time.Duration;
import java.util.Optional;

/// How a job proceeds through its units.
///
/// @param canary how many units start first, all of which must succeed before any other starts
/// @param concurrency how many units may run the command concurrently; default: all
/// @param ramp how the job speeds up, up to that concurrency
/// @param maxFailed how many units may fail before the job stops: a count, or a percentage of the
///   units that have ended; default: all
/// @param minSample how many units must have ended before a percentage of them is judged; default:
///   as many as it takes for one failure to be within it
/// @param maxAway how many units may be away before the job stops; default: all. Being away is not
///   a failure
/// @param splay the maximum random delay of each unit after its turn
/// @param lateJoiners whether units that match the targets later join the job
public record Rollout(
    Optional<CountOrPercent> canary,
    Optional<CountOrPercent> concurrency,
    Optional<Ramp> ramp,
    Optional<CountOrPercent> maxFailed,
    Optional<Integer> minSample,
    Optional<CountOrPercent> maxAway,
    Optional<Duration> splay,
    Optional<Boolean> lateJoiners) {

  /// All units at once.
  public static final Rollout AT_ONCE =
      new Rollout(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final Duration MAX_SPLAY = Duration.ofDays(7);
  private static final int HUNDRED = 100;

  public Rollout {
    if (concurrency.filter(amount -> amount.number().signum() == 0).isPresent()) {
      throw new IllegalArgumentException("concurrency must be at least 1");
    }
    if (minSample.filter(count -> count < 1).isPresent()) {
      throw new IllegalArgumentException("minSample must be at least 1");
    }
    if (splay.filter(time -> time.isNegative() || time.compareTo(MAX_SPLAY) > 0).isPresent()) {
      throw new IllegalArgumentException("splay must be at most 7d");
    }
  }

  /// The maximum number of units in progress.
  int maxConcurrent(int total) {
    return Math.max(1, concurrency.map(amount -> amount.of(total)).orElse(total));
  }

  /// The number of canaries.
  int canaries(int total) {
    return Math.min(total, canary.map(amount -> amount.of(total)).orElse(0));
  }

  /// Whether more units have failed than permitted. Once the failures exceed the limit of all
  /// units, the number of ended units does not matter.
  boolean hasFailed(int failed, int ended, int total) {
    if (maxFailed.isEmpty()) {
      return false;
    }
    CountOrPercent budget = maxFailed.get();
    return budget.isExceededBy(failed, total)
        || (budget.percent()
            && ended >= minimumSample(budget)
            && budget.isExceededBy(failed, ended));
  }

  private int minimumSample(CountOrPercent budget) {
    return minSample.orElseGet(() ->
        budget.number().signum() == 0
            ? 1
            : (int) Math.ceil(HUNDRED / budget.number().doubleValue()));
  }

  /// Whether more units are away than permitted.
  boolean hasTooManyAway(int away, int total) {
    return maxAway.filter(amount -> amount.isExceededBy(away, total)).isPresent();
  }

  /// Whether units may join later.
  public boolean acceptsLateJoiners() {
    return lateJoiners.orElse(false);
  }
}
