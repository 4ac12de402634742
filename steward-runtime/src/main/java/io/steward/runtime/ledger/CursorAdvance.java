package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A step of the cursor over the messages stored for a subject: from the last message that was
/// recorded to the next. It is part of the transaction that records the message, and starts only
/// where the cursor is. So the cursor never passes a message that the ledger could not record, and
/// no later message is recorded either.
///
/// @param subject the stored subject
/// @param incarnation the incarnation of the stream
/// @param from the previous recorded message
/// @param to this message
public record CursorAdvance(
    String subject, String incarnation, CursorPosition from, CursorPosition to) {

  /// A step from 0 begins anew, wherever the cursor was. A step that was made before does not move
  /// the cursor back. If the cursor has not reached the start of the step, an earlier message could
  /// not be recorded, and this one must not overtake it.
  void apply(Connection connection) throws SQLException {
    try (PreparedStatement replace =
        connection.prepareStatement(
            """
            insert or replace into cursor (subject, incarnation, sequence, stored)
              select ?1, ?2, ?4, ?5 where ?3 = 0
              union all
              select subject, incarnation, max(sequence, ?4),
                  iif(sequence > ?4, stored, ?5) from cursor
                where ?3 > 0 and subject = ?1 and incarnation = ?2 and sequence >= ?3\
            """)) {
      replace.setString(1, subject);
      replace.setString(2, incarnation);
      replace.setLong(3, from.sequence());
      replace.setLong(4, to.sequence());
      replace.setLong(5, to.stored().map(CursorTable::nanos).orElse(0L));
      if (replace.executeUpdate() == 0) {
        throw new SQLException(
            "messages for "
                + subject
                + " before sequence "
                + to.sequence()
                + " are not recorded yet");
      }
    }
  }
}
