package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far a job is, as it stands in the bucket.
///
/// @param job its id
/// @param phase what it is at
/// @param why it is, or empty
/// @param at when this was said
/// @param station who said it
/// @param controlRevision the revision of the last wish that was fulfilled, or refused
/// @param canariesPassed whether the canaries have succeeded
/// @param progress a letter for each unit, in their order: where it is
/// @param counts how many units are at each
/// @param attempts how often a unit was tried, for those that were tried more than once
/// @param joined units that came later, after those of the order
/// @param acceptedFailures how many failures an operator has put up with
/// @param acceptedAway how many units may be away, since an operator has put up with it
/// @param deadline when nothing begins any more
/// @param started when the first unit began
/// @param ended when there was nothing left to do
public record JobStatus(
    String job,
    JobPhase phase,
    String why,
    Instant at,
    String station,
    long controlRevision,
    boolean canariesPassed,
    String progress,
    Map<String, Integer> counts,
    Map<String, Integer> attempts,
    List<String> joined,
    int acceptedFailures,
    int acceptedAway,
    Instant deadline,
    Optional<Instant> started,
    Optional<Instant> ended) {

  /// Whether nothing more happens by itself: it has ended, or waits for an operator and nothing of
  /// it is under way.
  public boolean isWaitingOrEnded() {
    return ended.isPresent()
        || (phase != JobPhase.RUNNING
            && progress.chars().noneMatch(code -> UnitProgress.of((char) code).isOpen()));
  }
}
