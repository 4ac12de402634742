package io.steward.runtime.ledger;

import io.steward.api.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// How often in a row the node died while a message ran, beside each message: what kills its node
/// whenever it runs must not do so for ever.
final class CrashCounter {

  /// Makes a table of version 2 one of version 3.
  static final String MIGRATION_TO_3 =
      "alter table message add column deaths integer not null default 0;\n";

  private CrashCounter() {}

  /// The node starts: whatever ran was running when it died, unless that is {@linkplain #reset
  /// forgiven}.
  static int count(Connection connection) throws SQLException {
    return running(connection, "deaths + 1");
  }

  /// The node is about to stop because it was asked to, and starts again with a count.
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
