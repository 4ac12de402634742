package io.steward.runtime.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A job, as it stands in the bucket.
///
/// @param order what was ordered
/// @param course how far it is; nothing until a station has taken it on
public record Job(Order order, Optional<Course> course) {

  /// A unit of a job.
  ///
  /// @param name its name
  /// @param mark where it is
  /// @param attempt how often it was tried, 1 or more
  public record Part(String name, Mark mark, int attempt) {}

  /// Each of its units, in their order.
  public List<Part> parts() {
    List<String> names = new ArrayList<>(order.units());
    course.ifPresent(now -> names.addAll(now.joined()));
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int place = i;
      parts.add(
          course
              .filter(now -> place < now.marks().length())
              .map(now ->
                  new Part(
                      name,
                      Mark.of(now.marks().charAt(place)),
                      now.attempts().getOrDefault(name, 1)))
              .orElse(new Part(name, Mark.PENDING, 1)));
    }
    return parts;
  }
}
