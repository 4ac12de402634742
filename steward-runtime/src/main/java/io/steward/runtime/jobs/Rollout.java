package io.steward.runtime.jobs;

import java.time.Duration;
import java.util.Optional;

/// How a job is carried out.
///
/// @param canary how many units go first, all of which must succeed before any other begins
/// @param concurrency how many may be at it at a time; all when not said
/// @param ramp how it becomes faster, up to that
/// @param maxFailed how many may fail before it stops: so many, or so many in a hundred of those
///   that have ended; all when not said
/// @param minSample how many must have ended before so many in a hundred of them is judged; when
///   not said, as many as it takes for one failure to be within it
/// @param maxAway how many of its units may be away before it stops; all when not said. Being away
///   is no failure
/// @param splay within how long after its turn a unit begins, each at a moment of its own
/// @param lateJoiners whether units that fit the targets later on join
public record Rollout(
    Optional<CountOrPercent> canary,
    Optional<CountOrPercent> concurrency,
    Optional<Ramp> ramp,
    Optional<CountOrPercent> maxFailed,
    Optional<Integer> minSample,
    Optional<CountOrPercent> maxAway,
    Optional<Duration> splay,
    Optional<Boolean> lateJoiners) {

  /// Everything at once.
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
      throw new IllegalArgumentException("with a concurrency of 0 nothing would begin");
    }
    if (minSample.filter(count -> count < 1).isPresent()) {
      throw new IllegalArgumentException("minSample is 1 or more");
    }
    if (splay.filter(time -> time.isNegative() || time.compareTo(MAX_SPLAY) > 0).isPresent()) {
      throw new IllegalArgumentException("splay is at most 7d");
    }
  }

  /// How many may be at it at a time.
  int maxConcurrent(int total) {
    return Math.max(1, concurrency.map(amount -> amount.of(total)).orElse(total));
  }

  /// How many go first.
  int canaries(int total) {
    return Math.min(total, canary.map(amount -> amount.of(total)).orElse(0));
  }

  /// Whether more have failed than may. As soon as there are more than may be of all units, it does
  /// not matter how many have ended.
  boolean hasFailed(int failed, int ended, int total) {
    if (maxFailed.isEmpty()) {
      return false;
    }
    CountOrPercent budget = maxFailed.get();
    return budget.isExceededBy(failed, total)
        || (budget.percent() && ended >= minimumSample(budget) && budget.isExceededBy(failed, ended));
  }

  private int minimumSample(CountOrPercent budget) {
    return minSample.orElseGet(() ->
        budget.number().signum() == 0
            ? 1
            : (int) Math.ceil(HUNDRED / budget.number().doubleValue()));
  }

  /// Whether more are away than may be.
  boolean hasTooManyAway(int away, int total) {
    return maxAway.filter(amount -> amount.isExceededBy(away, total)).isPresent();
  }

  /// Whether units may join.
  public boolean acceptsLateJoiners() {
    return lateJoiners.orElse(false);
  }
}
