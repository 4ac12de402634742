package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The table of cursors: one for each subject that is bound, and one for all others of the node,
/// whose messages are rejected.
final class CursorTable {

  static final String SCHEMA =
      """
      create table cursor (
        subject text primary key,
        incarnation text not null,
        sequence integer not null,
        stored integer not null default 0);
      create table reconciled (
        incarnation text primary key);
      """;

  /// Migrates a table from version 3 to version 4.
  static final String MIGRATION_TO_4 =
      """
      alter table cursor add column stored integer not null default 0;
      create table reconciled (
        incarnation text primary key);
      insert into reconciled select distinct incarnation from cursor;
      """;

  private CursorTable() {}

  /// Finds the positions of cursors, and adapts the table to what is bound now. A subject that is
  /// bound no longer is left to the cursor of the others, which starts where that of the subject
  /// was. One that is newly bound starts where the cursor of the others is: what came before was
  /// rejected, and must not run after all.
  ///
  /// @param others the stored subject of the cursor for all that is not bound
  /// @param bound the stored subjects that are bound
  static CursorPositions adapt(
      Connection connection, String incarnation, String others, Collection<String> bound)
      throws SQLException {
    Map<String, CursorPosition> kept = read(connection, incarnation);
    CursorPosition rest = kept.getOrDefault(others, CursorPosition.BEGINNING);
    CursorPosition fresh = CursorPosition.between(rest.sequence());
    Map<String, CursorPosition> positions = new HashMap<>();
    for (String each : bound) {
      positions.put(each, kept.getOrDefault(each, fresh));
    }
    for (var each : kept.entrySet()) {
      boolean removed = !bound.contains(each.getKey());
      if (removed && each.getValue().sequence() < rest.sequence()) {
        rest = each.getValue();
      }
    }
    positions.put(others, rest);
    if (!positions.equals(kept)) {
      replaceAll(connection, incarnation, positions);
    }
    return new CursorPositions(isReconciled(connection, incarnation), positions);
  }

  private static Map<String, CursorPosition> read(Connection connection, String incarnation)
      throws SQLException {
    Map<String, CursorPosition> kept = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement("select * from cursor where incarnation = ?")) {
      select.setString(1, incarnation);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          kept.put(
              rows.getString("subject"),
              new CursorPosition(
                  rows.getLong("sequence"),
                  Optional.of(rows.getLong("stored"))
                      .filter(stored -> stored > 0)
                      .map(CursorTable::instant)));
        }
      }
    }
    return kept;
  }

  private static void replaceAll(
      Connection connection, String incarnation, Map<String, CursorPosition> positions)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("delete from cursor")) {
      delete.executeUpdate();
    }
    for (var each : positions.entrySet()) {
      new CursorAdvance(each.getKey(), incarnation, CursorPosition.BEGINNING, each.getValue())
          .apply(connection);
    }
  }

  /// A time as it is kept, in nanoseconds since 1970: two messages may be stored in one
  /// millisecond.
  static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static boolean isReconciled(Connection connection, String incarnation)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select 1 from reconciled where incarnation = ?")) {
      select.setString(1, incarnation);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  static void setReconciled(Connection connection, String incarnation, boolean reconciled)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("delete from reconciled")) {
      delete.executeUpdate();
    }
    if (reconciled) {
      try (PreparedStatement insert =
          connection.prepareStatement("insert into reconciled values (?)")) {
        insert.setString(1, incarnation);
        insert.executeUpdate();
      }
    }
  }
}
