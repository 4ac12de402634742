package io.steward.runtime.databind;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A document cannot be used; carries all its problems.
public final class ProblemsException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /// @param problems in any order; at least one
  public ProblemsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = problems.stream().sorted(Comparator.comparing(Problem::position)).toList();
  }

  /// The problems in the order of the text.
  public List<Problem> problems() {
    return problems;
  }
}
