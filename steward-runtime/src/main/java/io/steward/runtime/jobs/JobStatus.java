package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The status of a job as it is stored in the bucket.
///
/// @param job the job's id
/// @param phase its phase
/// @param why the reason for the phase, or empty
/// @param at when this was written
/// @param station the station that wrote it
/// @param controlRevision the revision of the last control request that was applied or rejected
/// @param canariesPassed whether the canaries have succeeded
/// @param progress one character for each unit, in order: {@link UnitProgress}
/// @param counts the number of units by progress
/// @param attempts the number of attempts of each unit with more than one
/// @param joined late joiners, which follow the units of the spec
/// @param acceptedFailures the number of failures that an operator has accepted
/// @param acceptedAway the number of units away that an operator has accepted
/// @param deadline when no more units are started
/// @param started when the first unit started
/// @param ended when nothing was left to do
/// @param specSha256 the digest of the spec that the job was started with
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
    Optional<Instant> ended,
    Optional<String> specSha256) {

  public JobStatus {
    if (!Addresses.isSafeId(job)) {
      throw new IllegalArgumentException("\"" + job + "\" is not an id");
    }
    progress.chars().forEach(code -> UnitProgress.of((char) code));
    joined.forEach(NodeName::new);
  }

  /// Whether this is the status of a spec. Of older versions, neither a spec has a salt nor its
  /// status a digest.
  boolean isOf(JobSpec spec) {
    return specSha256.map(spec.sha256()::equals).orElse(spec.salt().isEmpty());
  }

  /// This status without what the spec does not allow: whoever can write a status must not make a
  /// station command other units, or the same units more often than operators wanted it. A unit
  /// that has joined and not ended must join again, and gets the same command.
  ///
  /// @param maxAttempt the number of the last attempt that operators have allowed
  JobStatus within(JobSpec allowed, int maxAttempt) {
    int listed = allowed.units().size();
    StringBuilder kept =
        new StringBuilder(progress.substring(0, Math.min(listed, progress.length())));
    List<String> started = new ArrayList<>();
    for (int i = 0; i < joined.size() && listed + i < progress.length(); i++) {
      char code = progress.charAt(listed + i);
      if (allowed.rollout().acceptsLateJoiners() && UnitProgress.of(code).isEnded()) {
        started.add(joined.get(i));
        kept.append(code);
      }
    }
    Map<String, Integer> tried = new HashMap<>(attempts);
    Set<String> known = new HashSet<>(allowed.units());
    known.addAll(joined);
    tried.keySet().retainAll(known);
    tried.replaceAll((_, attempt) -> Math.clamp(attempt, 1, maxAttempt));
    return new JobStatus(
        job,
        phase,
        why,
        at,
        station,
        controlRevision,
        canariesPassed,
        kept.toString(),
        counts,
        tried,
        started,
        acceptedFailures,
        acceptedAway,
        deadline,
        this.started,
        ended,
        specSha256);
  }

  /// Whether nothing more happens on its own: the job has ended, or waits for an operator and none
  /// of its units is in progress.
  public boolean isWaitingOrEnded() {
    return ended.isPresent()
        || (phase != JobPhase.RUNNING
            && progress.chars().noneMatch(code -> UnitProgress.of((char) code).isOpen()));
  }
}
