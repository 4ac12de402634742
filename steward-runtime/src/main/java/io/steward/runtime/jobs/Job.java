package io.steward.runtime.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A job as it is stored in the bucket.
///
/// @param spec the job as it was created
/// @param status its status; empty until a station has started to run it
public record Job(JobSpec spec, Optional<JobStatus> status) {

  /// A unit of a job.
  ///
  /// @param name the unit's name
  /// @param progress its progress
  /// @param attempt the current attempt, from 1
  public record UnitEntry(String name, UnitProgress progress, int attempt) {}

  /// The job's units, in order.
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
