package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The last answer that the broker has confirmed. A broker that still stores it has lost none of
/// the earlier ones.
///
/// @param sequence its sequence in the stream of answers; 0 if the broker has lost it and has not
///   confirmed another one since
/// @param token its deduplication token, which no other message has
public record LastAnswer(long sequence, String token) {

  static final String SCHEMA =
      """
      create table last_answer (
        only integer primary key check (only = 1),
        sequence integer not null,
        token text not null);
      """;

  /// Records an answer, unless the broker has confirmed one with a higher sequence.
  static void advance(Connection connection, LastAnswer confirmed) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into last_answer (only, sequence, token) values (1, ?, ?)
            on conflict (only) do update set sequence = excluded.sequence, token = excluded.token
            where excluded.sequence > last_answer.sequence\
            """)) {
      upsert.setLong(1, confirmed.sequence());
      upsert.setString(2, confirmed.token());
      upsert.executeUpdate();
    }
  }

  static Optional<LastAnswer> find(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select * from last_answer");
        ResultSet rows = select.executeQuery()) {
      return rows.next()
          ? Optional.of(new LastAnswer(rows.getLong("sequence"), rows.getString("token")))
          : Optional.empty();
    }
  }

  /// Records that the broker has lost the answer, and gives its sequence to another message.
  static int markLost(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update last_answer set sequence = 0")) {
      return update.executeUpdate();
    }
  }

  /// Whether the broker is known to have lost it.
  public boolean isLost() {
    return sequence == 0;
  }
}
