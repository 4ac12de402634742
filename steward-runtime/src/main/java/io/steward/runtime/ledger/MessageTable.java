package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of messages: each id once, with its state and, once it has ended, its {@link
/// KeptOutcome}. A duplicate id is detected here: ids are unique.
final class MessageTable {

  static final String SCHEMA =
      """
      create table message (
        number integer primary key autoincrement,
        id text not null unique,
        subject text not null,
        sender text not null,
        received integer not null,
        expires integer,
        timeout integer,
        sequence integer not null,
        trace text,
        reply_to text,
        body blob not null,
        body_at text,
        state text not null,
        ended integer,
        said integer,
        answer_subject text,
        answer_headers text,
        answer_body blob,
        file text,
        file_size integer,
        occasion text,
        deaths integer not null default 0);
      create index message_open on message (ended) where ended is null;
      create index message_said on message (said) where said is not null;
      """;

  /// Migrates a table from version 1 to version 2.
  static final String MIGRATION_TO_2 = "alter table message add column occasion text;\n";

  private MessageTable() {}

  /// The result of a change.
  ///
  /// @param changed whether the transition exists
  /// @param unreferenced the bodies that are no longer needed
  record Change(boolean changed, List<String> unreferenced) {}

  /// Inserts a message, unless its id is already there.
  ///
  /// @param ended when it ended, if it has
  /// @return whether it was inserted
  static boolean insert(
      Connection connection, LedgerEntry entry, State state, Optional<Instant> ended)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert or ignore into message (id, subject, sender, received, expires, timeout,
              sequence, trace, reply_to, body, state, ended, body_at, occasion)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)) {
      insert.setString(1, entry.id());
      insert.setString(2, entry.subject().toString());
      insert.setString(3, entry.from().toString());
      insert.setLong(4, entry.received().toEpochMilli());
      insert.setObject(5, entry.expires().map(Instant::toEpochMilli).orElse(null));
      insert.setObject(6, entry.timeout().map(Duration::toMillis).orElse(null));
      insert.setLong(7, entry.sequence());
      insert.setString(8, entry.trace().orElse(null));
      insert.setString(9, entry.replyTo().orElse(null));
      insert.setBytes(10, ended.isPresent() ? new byte[0] : entry.body());
      insert.setString(11, state.word());
      insert.setObject(12, ended.map(Instant::toEpochMilli).orElse(null));
      insert.setString(13, entry.bodyAt().orElse(null));
      insert.setString(14, entry.trigger().orElse(null));
      return insert.executeUpdate() == 1;
    }
  }

  /// Records a further state, and appends its answer to the outbox.
  ///
  /// @param now when it ends, if the state is terminal
  static Change change(
      Connection connection, String id, State state, OutboxMessage answer, Instant now)
      throws SQLException {
    Optional<State> before = state(connection, id);
    if (before.isEmpty() || !before.get().next().contains(state)) {
      List<String> files = answer.file().map(BodyFile::name).stream().toList();
      return new Change(false, BodyRows.unreferenced(connection, files));
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            state.isTerminal()
                ? "update message set state = ?, ended = ?, body = x'' where id = ?"
                : "update message set state = ?, ended = ? where id = ?")) {
      update.setString(1, state.word());
      update.setObject(2, state.isTerminal() ? now.toEpochMilli() : null);
      update.setString(3, id);
      update.executeUpdate();
    }
    long number = OutboxStore.insert(connection, answer);
    return new Change(
        true, state.isTerminal() ? KeptOutcome.store(connection, id, answer, number) : List.of());
  }

  /// The state of a message, if it is there.
  static Optional<State> state(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select state from message where id = ?")) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(State.parse(rows.getString(1))) : Optional.empty();
      }
    }
  }

  /// Whether there is a message that was stored with a sequence.
  static boolean isStoredAt(Connection connection, String id, long sequence) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select 1 from message where id = ? and sequence = ?")) {
      select.setString(1, id);
      select.setLong(2, sequence);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// The messages that have not ended, in the order of acceptance.
  static List<OpenMessage> open(Connection connection) throws SQLException {
    List<OpenMessage> open = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "select * from message where ended is null order by number");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        open.add(
            new OpenMessage(
                entry(rows), State.parse(rows.getString("state")), rows.getInt("deaths")));
      }
    }
    return open;
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getString("id"),
        Subject.parse(row.getString("subject")),
        new NodeName(row.getString("sender")),
        Instant.ofEpochMilli(row.getLong("received")),
        new LedgerEntry.Limits(
            number(row, "expires").map(Instant::ofEpochMilli),
            number(row, "timeout").map(Duration::ofMillis)),
        new LedgerEntry.Origin(
            row.getLong("sequence"),
            Optional.ofNullable(row.getString("trace")),
            Optional.ofNullable(row.getString("reply_to")),
            Optional.ofNullable(row.getString("occasion"))),
        new LedgerEntry.Arguments(
            row.getBytes("body"), Optional.ofNullable(row.getString("body_at"))));
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
