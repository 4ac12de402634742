package io.steward.runtime.ledger;

import java.util.List;

/// All tables of a ledger, and how those of older versions are migrated.
final class Schema {

  /// The tables of a new file.
  static final String TABLES =
      CursorTable.SCHEMA
          + OutboxStore.SCHEMA
          + LastAnswer.SCHEMA
          + MessageTable.SCHEMA
          + Cancellations.SCHEMA
          + UnacceptedStore.SCHEMA
          + LedgerRetention.SCHEMA
          + ScheduleStore.SCHEMA
          + BodyRows.INDEXES;

  /// The statements that migrate version 1 to version 2, and so on.
  static final List<String> MIGRATIONS =
      List.of(
          MessageTable.MIGRATION_TO_2 + ScheduleStore.SCHEMA,
          CrashCounter.MIGRATION_TO_3,
          CursorTable.MIGRATION_TO_4
              + MessageTable.MIGRATION_TO_4
              + Cancellations.MIGRATION_TO_4
              + LastAnswer.SCHEMA);

  private Schema() {}
}
