package io.steward.runtime.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A job, as it stands in the bucket.
///
/// @param spec what was ordered
/// @param status how far it is; nothing until a station has taken it on
public record Job(JobSpec spec, Optional<JobStatus> status) {

  /// A unit of a job.
  ///
  /// @param name its name
  /// @param progress where it is
  /// @param attempt how often it was tried, 1 or more
  public record UnitEntry(String name, UnitProgress progress, int attempt) {}

  /// Each of its units, in their order.
  public List<UnitEntry> parts() {
    List<String> names = new ArrayList<>(spec.units());
    status.ifPresent(now -> names.addAll(now.joined()));
    List<UnitEntry> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int place = i;
      parts.add(
          status
              .filter(now -> place < now.progress().length())
              .map(now ->
                  new UnitEntry(
                      name,
                      UnitProgress.of(now.progress().charAt(place)),
                      now.attempts().getOrDefault(name, 1)))
              .orElse(new UnitEntry(name, UnitProgress.PENDING, 1)));
    }
    return parts;
  }
}
