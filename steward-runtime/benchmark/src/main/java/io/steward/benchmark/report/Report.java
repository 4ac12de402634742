package io.steward.benchmark.report;

import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.measure.Result;
import java.time.Instant;
import java.util.List;

/// The report of one run of the benchmarks.
///
/// @param began when the run started, in UTC
/// @param effort how much time was spent
/// @param machine the machine
/// @param versions the versions of the measured software
/// @param options the options of the measured JVMs
/// @param comparisons the comparisons with their figures
/// @param failed the comparisons that failed, each with the reason
public record Report(
    String began,
    Effort effort,
    Machine machine,
    Versions versions,
    List<String> options,
    List<Group> comparisons,
    List<String> failed) {

  /// The versions of the measured software.
  ///
  /// @param steward the distribution
  /// @param java the JVM
  /// @param natsServer the broker
  public record Versions(String steward, String java, String natsServer) {}

  /// One comparison.
  ///
  /// @param name the name by which it is selected
  /// @param what the task
  /// @param floor the name of the way that the others are compared with
  /// @param figures the figures of the others
  public record Group(String name, String what, String floor, List<Line> figures) {

    static Group of(Result result) {
      return new Group(
          result.name(),
          result.what(),
          result.floor(),
          result.rows().stream().map(Line::of).toList());
    }
  }

  /// Assembles a report.
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
