package io.steward.runtime.process;

import io.steward.runtime.bus.Header;
import io.steward.runtime.ledger.OutboxStore.OutboxRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is to be said on one subject, in stages, each of which waits until the one before it is
/// confirmed. What goes down with a link could else be overtaken by what waited behind it in the
/// client's queue and goes out over the next: a state by a later one, a message by the next.
///
/// Pieces of output say where they belong: those that follow each other travel together.
///
/// @param stages in order
record SubjectBatch(List<List<OutboxRow>> stages) {

  /// How many stages a convoy has: nobody waits long for another's.
  private static final int MAX_STAGES = 8;

  /// Forms a convoy for each subject.
  ///
  /// @param rows in the order of posting
  static Collection<SubjectBatch> of(List<OutboxRow> rows) {
    Map<String, SubjectBatch> batches = new LinkedHashMap<>();
    Set<String> full = new HashSet<>();
    for (OutboxRow each : rows) {
      String subject = each.message().subject();
      if (!full.contains(subject)
          && !batches
              .computeIfAbsent(subject, fresh -> new SubjectBatch(new ArrayList<>()))
              .add(each)) {
        full.add(subject); // this and what comes behind it are among the next that are carried
      }
    }
    return batches.values();
  }

  private boolean add(OutboxRow row) {
    if (!stages.isEmpty() && mayShareStage(stages.getLast().getLast(), row)) {
      return stages.getLast().add(row);
    }
    return stages.size() < MAX_STAGES && stages.add(new ArrayList<>(List.of(row)));
  }

  /// Whether two that follow each other on one subject are both output.
  private static boolean mayShareStage(OutboxRow one, OutboxRow other) {
    return one.message().headers().containsKey(Header.STREAM)
        && other.message().headers().containsKey(Header.STREAM);
  }

  /// Whether what is posted to a subject is an answer; messages are posted to their four tokens.
  static boolean isAnswer(String subject) {
    return subject.split("\\.", -1).length != 4;
  }
}
