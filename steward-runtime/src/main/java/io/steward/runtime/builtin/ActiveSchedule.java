package io.steward.runtime.builtin;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.ScheduleAdvance;
import io.steward.runtime.ledger.StoredSchedule;
import io.steward.runtime.ledger.StoredSchedule.LastRun;
import io.steward.runtime.schedule.Recurrence;
import io.steward.runtime.schedule.ScheduleDecision;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A schedule that is set.
///
/// @param stored its row in the ledger
/// @param definition what it runs, and when
/// @param recurrence when it is due on this node
record ActiveSchedule(StoredSchedule stored, ScheduleDefinition definition, Recurrence recurrence) {

  /// Reads a stored schedule.
  ///
  /// @throws ProblemsException if the stored definition is not valid on this node
  static ActiveSchedule of(StoredSchedule kept, NodeName node) throws ProblemsException {
    ScheduleDefinition definition = ScheduleDefinition.read(kept.content());
    return new ActiveSchedule(kept, definition, definition.recurrence(node, kept.name()));
  }

  String name() {
    return stored.name();
  }

  /// Decides what to do now.
  ScheduleDecision decide(Instant now) {
    return recurrence.decide(
        stored.handledUntil(), stored.skippedCountedUntil(), now, definition.missed());
  }

  /// The next time it is due.
  Instant nextDue() {
    return recurrence.next(stored.handledUntil());
  }

  /// The subject of its runs.
  Subject subject(NodeName node) {
    return Subject.parse(node + ".command." + definition.command());
  }

  /// The run that is due at a time. Its id is derived from the node, the schedule and that time, so
  /// it is the same however often the run is found to be due.
  ///
  /// @param now the time of acceptance
  LedgerEntry createEntry(Instant due, NodeName node, Instant now) {
    return new LedgerEntry(
        MessageIdGenerator.reproducible(
            due, node + "/" + stored.name() + "/" + stored.definition() + "/" + due),
        subject(node),
        stored.setBy(),
        now,
        new LedgerEntry.Limits(Optional.empty(), definition.timeout()),
        LedgerEntry.Origin.trigger(stored.name()),
        LedgerEntry.Arguments.of(Json.write(definition.plainArguments())));
  }

  /// Advances the schedule past the runs that were due.
  ///
  /// @param position the time up to which everything is dealt with
  /// @param skipped how many runs were skipped
  /// @param run the id of the run that was accepted, if any
  ScheduleAdvance step(Instant position, long skipped, Optional<String> run) {
    return new ScheduleAdvance(stored.name(), stored.definition(), position, skipped, run);
  }

  /// Its report in the unit's state.
  ScheduleReport report() {
    return new ScheduleReport(
        stored.name(),
        definition.cron().toString(),
        definition.zone().toString(),
        definition.jitter(),
        definition.missed().name().toLowerCase(Locale.ROOT),
        definition.overlap().name().toLowerCase(Locale.ROOT),
        definition.command(),
        definition.plainArguments(),
        definition.timeout(),
        stored.setBy().value(),
        stored.setAt(),
        nextDue(),
        stored.last().map(LastRun::due),
        stored.last().map(LastRun::id),
        stored.last().flatMap(LastRun::state).map(State::word),
        stored.runs(),
        stored.skipped());
  }
}
