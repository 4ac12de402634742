package io.steward.distribution.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The checker's report.
///
/// @param sent number of messages sent
/// @param stored number of messages acknowledged
/// @param ended number of messages that ended, by outcome
/// @param faults the violations
record Report(long sent, long stored, Map<String, Long> ended, List<Fault> faults) {

  Report {
    ended = new TreeMap<>(ended);
    faults = List.copyOf(faults);
  }

  /// A violated guarantee.
  record Fault(Kind kind, String id, String why) {

    @Override
    public String toString() {
      return kind.word() + " " + id + ": " + why;
    }
  }

  /// The guarantees.
  enum Kind {
    /// It was acknowledged, but did not end.
    LOST,
    /// Its effect happened more often than allowed.
    DOUBLED,
    /// It has two outcomes, or a state was reported after its outcome.
    CONFLICTING,
    /// Its states violate the transition table.
    INVALID_TRANSITION,
    /// Its effect came before that of an earlier message of the same sender.
    REORDERED,
    /// It succeeded without an effect, or was rejected with one.
    UNTRUE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// The number of violations of a kind.
  long count(Kind kind) {
    return faults.stream().filter(fault -> fault.kind() == kind).count();
  }

  @Override
  public String toString() {
    String ends =
        ended.entrySet().stream()
            .map(end -> end.getKey() + " " + end.getValue())
            .collect(Collectors.joining(", "));
    String kinds =
        List.of(Kind.values()).stream()
            .map(kind -> kind.word() + " " + count(kind))
            .collect(Collectors.joining(", "));
    String first =
        faults.stream().limit(20).map(fault -> "\n  " + fault).collect(Collectors.joining());
    return "sent %d, stored %d; %s; %s%s".formatted(sent, stored, ends, kinds, first);
  }
}
