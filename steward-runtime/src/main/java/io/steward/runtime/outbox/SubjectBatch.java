package io.steward.runtime.outbox;

import io.steward.runtime.bus.Header;
import io.steward.runtime.ledger.OutboxRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The outbox rows of one subject in stages, each of which waits until the one before it is
/// confirmed. Otherwise a message that is lost with a link could be overtaken by a later one that
/// waited in the client's queue and is published over the next link: a state by a later state, a
/// message by the next.
///
/// Chunks of output have offsets, so consecutive chunks share a stage.
///
/// @param stages in order
record SubjectBatch(List<List<OutboxRow>> stages) {

  /// The highest number of stages in a batch: no subject waits long for another.
  private static final int MAX_STAGES = 8;

  /// Forms a batch for each subject.
  ///
  /// @param rows in the order of the outbox
  static Collection<SubjectBatch> of(List<OutboxRow> rows) {
    Map<String, SubjectBatch> batches = new LinkedHashMap<>();
    Set<String> full = new HashSet<>();
    for (OutboxRow each : rows) {
      String subject = each.message().subject();
      if (!full.contains(subject)
          && !batches
              .computeIfAbsent(subject, fresh -> new SubjectBatch(new ArrayList<>()))
              .add(each)) {
        full.add(subject); // this row and those behind it belong to a later batch
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

  /// Whether two consecutive rows of one subject are both output.
  private static boolean mayShareStage(OutboxRow one, OutboxRow other) {
    return one.message().headers().containsKey(Header.STREAM)
        && other.message().headers().containsKey(Header.STREAM);
  }

  /// Whether a subject in the outbox is that of an answer; messages have four tokens.
  static boolean isAnswer(String subject) {
    return subject.split("\\.", -1).length != 4;
  }
}
