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
  public List<UnitEntry> unitEntries() {
    List<String> names = new ArrayList<>(spec.units());
    status.ifPresent(current -> names.addAll(current.joined()));
    List<UnitEntry> entries = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int index = i;
      entries.add(
          status
              .filter(current -> index < current.progress().length())
              .map(current ->
                  new UnitEntry(
                      name,
                      UnitProgress.of(current.progress().charAt(index)),
                      current.attempts().getOrDefault(name, 1)))
              .orElse(new UnitEntry(name, UnitProgress.PENDING, 1)));
    }
    return entries;
  }
}
