package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.binding.Json;
import io.steward.runtime.binding.ProblemsException;
import io.steward.runtime.bus.MessageId;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.KeptSchedule;
import io.steward.runtime.ledger.KeptSchedule.LastRun;
import io.steward.runtime.ledger.ScheduleStep;
import io.steward.runtime.schedule.Due;
import io.steward.runtime.schedule.Recurrence;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A schedule that is set.
///
/// @param kept as it is in the ledger
/// @param setting what it is set to
/// @param recurrence when it is due here
record SetSchedule(KeptSchedule kept, Setting setting, Recurrence recurrence) {

  /// Makes one of what is kept.
  ///
  /// @throws ProblemsException when what was set means nothing here
  static SetSchedule of(KeptSchedule kept, NodeName node) throws ProblemsException {
    Setting setting = Setting.read(kept.content());
    return new SetSchedule(kept, setting, setting.recurrence(node, kept.name()));
  }

  String name() {
    return kept.name();
  }

  /// What is to be done now.
  Due at(Instant now) {
    return recurrence.at(kept.place(), kept.counted(), now, setting.missed());
  }

  /// When it is due next.
  Instant next() {
    return recurrence.next(kept.place());
  }

  /// The run that is due at a time; its id is the same however often it is found to be due.
  ///
  /// @param now when it is accepted
  Entry entry(Instant due, NodeName node, Instant now) {
    return new Entry(
        MessageId.of(due, node + "/" + kept.name() + "/" + kept.setting() + "/" + due),
        Subject.parse(node + ".command." + setting.command()),
        kept.by(),
        now,
        setting.timeout(),
        Json.write(setting.plainArguments()),
        kept.name());
  }

  /// A step over what was due.
  ///
  /// @param place up to when
  /// @param skipped how many were left out
  /// @param run the id of what runs
  ScheduleStep step(Instant place, long skipped, Optional<String> run) {
    return new ScheduleStep(kept.name(), kept.setting(), place, skipped, run);
  }

  /// As the unit's state tells it.
  ScheduleReport report() {
    return new ScheduleReport(
        kept.name(),
        setting.cron().toString(),
        setting.zone().toString(),
        setting.jitter(),
        setting.missed().name().toLowerCase(Locale.ROOT),
        setting.overlap().name().toLowerCase(Locale.ROOT),
        setting.command(),
        setting.plainArguments(),
        setting.timeout(),
        kept.by().value(),
        kept.at(),
        next(),
        kept.last().map(LastRun::due),
        kept.last().map(LastRun::id),
        kept.last().flatMap(LastRun::state).map(State::word),
        kept.runs(),
        kept.skipped());
  }
}
