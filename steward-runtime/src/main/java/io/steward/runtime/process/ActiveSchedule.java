package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.ScheduleStep;
import io.steward.runtime.ledger.StoredSchedule;
import io.steward.runtime.ledger.StoredSchedule.LastRun;
import io.steward.runtime.schedule.Recurrence;
import io.steward.runtime.schedule.ScheduleDecision;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A schedule that is set.
///
/// @param stored as it is in the ledger
/// @param definition what it is set to
/// @param recurrence when it is due here
record ActiveSchedule(StoredSchedule stored, ScheduleDefinition definition, Recurrence recurrence) {

  /// Makes one of what is kept.
  ///
  /// @throws ProblemsException when what was set means nothing here
  static ActiveSchedule of(StoredSchedule kept, NodeName node) throws ProblemsException {
    ScheduleDefinition definition = ScheduleDefinition.read(kept.content());
    return new ActiveSchedule(kept, definition, definition.recurrence(node, kept.name()));
  }

  String name() {
    return stored.name();
  }

  /// What is to be done now.
  ScheduleDecision decide(Instant now) {
    return recurrence.decide(stored.place(), stored.counted(), now, definition.missed());
  }

  /// When it is due next.
  Instant nextDue() {
    return recurrence.next(stored.place());
  }

  /// The run that is due at a time; its id is the same however often it is found to be due.
  ///
  /// @param now when it is accepted
  LedgerEntry createEntry(Instant due, NodeName node, Instant now) {
    return new LedgerEntry(
        MessageIdGenerator.reproducible(
            due, node + "/" + stored.name() + "/" + stored.definition() + "/" + due),
        Subject.parse(node + ".command." + definition.command()),
        stored.by(),
        now,
        definition.timeout(),
        Json.write(definition.plainArguments()),
        stored.name());
  }

  /// A step over what was due.
  ///
  /// @param position up to when
  /// @param skipped how many were left out
  /// @param run the id of what runs
  ScheduleStep step(Instant position, long skipped, Optional<String> run) {
    return new ScheduleStep(stored.name(), stored.definition(), position, skipped, run);
  }

  /// As the unit's state tells it.
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
        stored.by().value(),
        stored.at(),
        nextDue(),
        stored.last().map(LastRun::due),
        stored.last().map(LastRun::id),
        stored.last().flatMap(LastRun::state).map(State::word),
        stored.runs(),
        stored.skipped());
  }
}
