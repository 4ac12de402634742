package io.steward.benchmark.report;

import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.measure.Result;
import java.time.Instant;
import java.util.List;

/// What one run of the benchmarks came to.
///
/// @param began when, in UTC
/// @param effort how much time there was
/// @param machine where
/// @param versions of what
/// @param options of the JVMs that were measured
/// @param comparisons each with its figures
/// @param failed which comparisons could not be run, and why
public record Report(
    String began,
    Effort effort,
    Machine machine,
    Versions versions,
    List<String> options,
    List<Group> comparisons,
    List<String> failed) {

  /// What was measured with what.
  ///
  /// @param steward the distribution
  /// @param java the JVM
  /// @param natsServer the broker
  public record Versions(String steward, String java, String natsServer) {}

  /// One comparison.
  ///
  /// @param name by which it is chosen
  /// @param what was done
  /// @param floor the way that the others are set against
  /// @param figures of the others
  public record Group(String name, String what, String floor, List<Line> figures) {

    static Group of(Result result) {
      return new Group(
          result.name(),
          result.what(),
          result.floor(),
          result.rows().stream().map(Line::of).toList());
    }
  }

  /// Puts it together.
  public static Report of(
      Instant began,
      Effort effort,
      Machine machine,
      Versions versions,
      List<String> options,
      List<Result> results,
      List<String> failed) {
    return new Report(
        began.toString(),
        effort,
        machine,
        versions,
        options,
        results.stream().map(Group::of).toList(),
        List.copyOf(failed));
  }
}
