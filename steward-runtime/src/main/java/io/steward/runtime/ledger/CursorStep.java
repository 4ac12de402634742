package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/// A step of the cursor over what is stored for a subject: from the last message that was taken to
/// the next. It is made in the transaction that takes the message, and only from where the cursor
/// is: so it never passes a message that the ledger could not take, and no later one is taken.
///
/// @param subject the stored subject
/// @param incarnation of the stream
/// @param from the sequence of the message taken before; 0 when there is none
/// @param to the sequence of the message that is taken
public record CursorStep(String subject, String incarnation, long from, long to) {

  static final String SCHEMA =
      """
      create table cursor (
        subject text primary key,
        incarnation text not null,
        sequence integer not null);
      """;

  /// Where the cursor is, when it is in this incarnation of the stream.
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

  static void apply(Connection connection, Optional<CursorStep> step) throws SQLException {
    if (step.isPresent()) {
      step.get().apply(connection);
    }
  }

  /// Whoever begins anew, from 0, may do so wherever the cursor was. Whoever takes again what was
  /// taken before does not move it back. Where the cursor has not come yet, an earlier message
  /// could not be taken, and this one must not overtake it.
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
            "what was stored for " + subject + " before number " + to + " is not taken yet");
      }
    }
  }
}
