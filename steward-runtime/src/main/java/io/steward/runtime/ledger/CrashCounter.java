package io.steward.runtime.ledger;

import io.steward.api.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Counts for each message how many times in a row the node died while it ran: a message that kills
/// its node whenever it runs must not do so forever.
final class CrashCounter {

  /// Migrates a table from version 2 to version 3.
  static final String MIGRATION_TO_3 =
      "alter table message add column deaths integer not null default 0;\n";

  private CrashCounter() {}

  /// To be called when the node starts: a message in state running was running when the node died,
  /// unless its count was {@linkplain #reset reset}.
  static int count(Connection connection) throws SQLException {
    return running(connection, "deaths + 1");
  }

  /// To be called before the node stops on request, so that the next start counts to 0.
  static int reset(Connection connection) throws SQLException {
    return running(connection, "-1");
  }

  private static int running(Connection connection, String deaths) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update message set deaths = " + deaths + " where ended is null and state = ?")) {
      update.setString(1, State.InProgress.RUNNING.word());
      return update.executeUpdate();
    }
  }
}
