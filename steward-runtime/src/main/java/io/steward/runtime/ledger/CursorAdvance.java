package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/// A step of the cursor over the messages stored for a subject: from the last message that was
/// recorded to the next. It is part of the transaction that records the message, and starts only
/// where the cursor is. So the cursor never passes a message that the ledger could not record, and
/// no later message is recorded either.
///
/// @param subject the stored subject
/// @param incarnation the incarnation of the stream
/// @param from the sequence of the previous recorded message; 0 if there is none
/// @param to the sequence of this message
public record CursorAdvance(String subject, String incarnation, long from, long to) {

  static final String SCHEMA =
      """
      create table cursor (
        subject text primary key,
        incarnation text not null,
        sequence integer not null);
      """;

  /// The position of the cursor, if it is in this incarnation of the stream.
  static OptionalLong position(Connection connection, String subject, String incarnation)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select sequence from cursor where subject = ? and incarnation = ?")) {
      select.setString(1, subject);
      select.setString(2, incarnation);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  static void apply(Connection connection, Optional<CursorAdvance> step) throws SQLException {
    if (step.isPresent()) {
      step.get().apply(connection);
    }
  }

  /// A step from 0 begins anew, wherever the cursor was. A step that was made before does not move
  /// the cursor back. If the cursor has not reached the start of the step, an earlier message could
  /// not be recorded, and this one must not overtake it.
  private void apply(Connection connection) throws SQLException {
    try (PreparedStatement replace =
        connection.prepareStatement(
            """
            insert or replace into cursor
              select ?1, ?2, ?4 where ?3 = 0
              union all
              select subject, incarnation, max(sequence, ?4) from cursor
                where ?3 > 0 and subject = ?1 and incarnation = ?2 and sequence >= ?3\
            """)) {
      replace.setString(1, subject);
      replace.setString(2, incarnation);
      replace.setLong(3, from);
      replace.setLong(4, to);
      if (replace.executeUpdate() == 0) {
        throw new SQLException(
            "messages for " + subject + " before sequence " + to + " are not recorded yet");
      }
    }
  }
}
