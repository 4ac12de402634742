package io.steward.distribution.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the checker found.
///
/// @param sent how many messages were sent
/// @param stored how many of them were acknowledged
/// @param ended how many ended, by how
/// @param faults what is wrong
record Report(long sent, long stored, Map<String, Long> ended, List<Fault> faults) {

  Report {
    ended = new TreeMap<>(ended);
    faults = List.copyOf(faults);
  }

  /// A broken promise.
  record Fault(Kind kind, String id, String why) {

    @Override
    public String toString() {
      return kind.word() + " " + id + ": " + why;
    }
  }

  /// Which promise.
  enum Kind {
    /// It was acknowledged, and did not end.
    LOST,
    /// Its effect happened more often than it may.
    DOUBLED,
    /// It ended in two ways, or something was told after its end.
    TWO_ENDED,
    /// Its states did not follow one another as they may.
    UNGRAMMATICAL,
    /// An effect came before that of an earlier message of the same sender.
    REORDERED,
    /// It ended well, and nothing was done; or it was refused, and something was.
    UNTRUE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// How many faults of a kind there are.
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
