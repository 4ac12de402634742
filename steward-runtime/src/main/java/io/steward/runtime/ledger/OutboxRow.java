package io.steward.runtime.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// A message with its number in the outbox.
///
/// @param number its number in the outbox
/// @param message the message
public record OutboxRow(long number, OutboxMessage message) {

  static OutboxRow read(ResultSet row) throws SQLException {
    return new OutboxRow(
        row.getLong("number"),
        new OutboxMessage(
            row.getString("subject"),
            HeaderCodec.read(row.getString("headers")),
            row.getBytes("body"),
            Optional.ofNullable(row.getString("copy_to")),
            BodyRows.read(row)));
  }
}
