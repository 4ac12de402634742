package io.steward.runtime.databind;

import java.util.ArrayList;
import java.util.List;

/// Collects the problems of a document. A document may have a million of them: of more than a
/// hundred, only the number is told.
final class ProblemCollector {

  private static final int MAX = 100;

  private final List<Problem> kept = new ArrayList<>();
  private int count;

  /// Adds a problem.
  ///
  /// @param path is made into text only if the problem is kept
  void add(String origin, Position position, KeyPath path, String message) {
    if (count++ < MAX) {
      kept.add(new Problem(origin, position, path.toString(), message));
    }
  }

  void addAll(List<Problem> problems) {
    kept.addAll(problems);
    count += problems.size();
  }

  /// The number of problems so far.
  int count() {
    return count;
  }

  /// The problems, the last of which tells how many are missing.
  List<Problem> list() {
    if (count <= kept.size()) {
      return List.copyOf(kept);
    }
    List<Problem> all = new ArrayList<>(kept);
    Problem last = kept.getLast();
    String more = "and " + (count - kept.size()) + " more problems";
    all.add(new Problem(last.origin(), last.position(), "", more));
    return List.copyOf(all);
  }
}
