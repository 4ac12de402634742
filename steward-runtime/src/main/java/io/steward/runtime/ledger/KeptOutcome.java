package io.steward.runtime.ledger;

import io.steward.api.State;
import io.steward.api.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answer with the outcome of a message. It is kept with the message, since a broker may lose
/// what it has confirmed. Of outcomes that are too large for a row, the latest 256 MiB are kept.
///
/// @param key of the message
/// @param state the outcome
/// @param number the number of the answer in the outbox
/// @param message the answer
public record KeptOutcome(MessageKey key, State state, long number, OutboxMessage message) {

  private static final long MAX_FILE_BYTES = 256L << 20;

  /// Stores the outcome of a message.
  ///
  /// @return the files that are no longer needed, since newer ones displace them
  static List<String> store(
      Connection connection, MessageKey key, OutboxMessage message, long number)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update message set said = ?, answer_subject = ?, answer_headers = ?, answer_body = ?,"
                + " file = ?, file_size = ? where subject = ? and id = ?")) {
      update.setLong(1, number);
      update.setString(2, message.subject());
      update.setString(3, HeaderCodec.write(message.headers()));
      update.setBytes(4, message.body());
      BodyRows.set(update, 5, message.file());
      MessageTable.set(update, 7, key);
      update.executeUpdate();
    }
    return message.file().isPresent() ? evictOldestFiles(connection) : List.of();
  }

  /// Evicts the oldest outcomes in files when they exceed the limit.
  private static List<String> evictOldestFiles(Connection connection) throws SQLException {
    List<String> files =
        BodyRows.find(
            connection,
            """
            select file from (
              select file, sum(file_size) over (order by said desc) as so_far
              from message where file is not null)
            where so_far > ?\
            """,
            MAX_FILE_BYTES);
    for (String file : files) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "update message set said = null, answer_subject = null, answer_headers = null,"
                  + " answer_body = null, file = null, file_size = null where file = ?")) {
        update.setString(1, file);
        update.executeUpdate();
      }
    }
    return BodyRows.unreferenced(connection, files);
  }

  /// The outcomes since a time, before a number of the outbox, that the broker has confirmed,
  /// latest first.
  static List<KeptOutcome> before(Connection connection, long number, Instant since, int limit)
      throws SQLException {
    List<KeptOutcome> found = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select * from message where said < ? and ended >= ?
              and not exists (select 1 from outbox where outbox.number = message.said)
            order by said desc limit ?\
            """)) {
      select.setLong(1, number);
      select.setLong(2, since.toEpochMilli());
      select.setInt(3, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(read(rows));
        }
      }
    }
    return found;
  }

  private static KeptOutcome read(ResultSet row) throws SQLException {
    return new KeptOutcome(
        new MessageKey(Subject.parse(row.getString("subject")), row.getString("id")),
        State.parse(row.getString("state")),
        row.getLong("said"),
        new OutboxMessage(
            row.getString("answer_subject"),
            HeaderCodec.read(row.getString("answer_headers")),
            row.getBytes("answer_body"),
            Optional.empty(),
            BodyRows.read(row)));
  }
}
