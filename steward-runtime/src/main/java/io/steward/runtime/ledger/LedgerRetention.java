package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Deletes what arrived longer ago than it must be kept. Each run also marks the newest numbers of
/// the ledger, so that the times in the rows need not be trusted: a node's own clock may have been
/// wrong when they were written.
final class LedgerRetention {

  static final String SCHEMA =
      """
      create table mark (
        at integer primary key,
        message integer not null,
        cancelled integer not null);
      """;

  private static final String PRUNABLE =
      """
      from message where ended is not null and (expires is null or expires < ?1)
        and number <= (select max(message) from mark where at < ?1)
        and id not in (select last_id from schedule where last_id is not null)\
      """;

  private static final List<String> DELETES =
      List.of(
          "delete " + PRUNABLE,
          "delete from cancelled where number <= (select max(cancelled) from mark where at < ?1)",
          "delete from mark where at < (select max(at) from mark where at < ?1)");

  private static final String MARK =
      """
      insert or replace into mark select ?1,
        (select coalesce(max(number), 0) from message),
        (select coalesce(max(number), 0) from cancelled)\
      """;

  private LedgerRetention() {}

  /// Deletes what is too old, and marks the newest numbers.
  ///
  /// @return the bodies of what was deleted
  static List<String> prune(Connection connection, Instant now, Duration keep) throws SQLException {
    long before = now.minus(keep).toEpochMilli();
    List<String> files =
        BodyRows.find(
            connection,
            "select file " + PRUNABLE.replace("where", "where file is not null and"),
            before);
    for (String change : DELETES) {
      run(connection, change, before);
    }
    run(connection, MARK, now.toEpochMilli());
    return files;
  }

  private static void run(Connection connection, String change, long time) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(change)) {
      statement.setLong(1, time);
      statement.executeUpdate();
    }
  }
}
