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
/// KeptOutcome}. A duplicate id is detected here: ids are unique per subject.
final class MessageTable {

  private static final String TABLE =
      """
      create table message (
        number integer primary key autoincrement,
        id text not null,
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
        deaths integer not null default 0,
        unique (subject, id));
      """;

  private static final String INDEXES =
      """
      create index message_open on message (ended) where ended is null;
      create index message_said on message (said) where said is not null;
      """;

  static final String SCHEMA = TABLE + INDEXES;

  /// Migrates a table from version 1 to version 2.
  static final String MIGRATION_TO_2 = "alter table message add column occasion text;\n";

  private static final String COLUMNS =
      "number, id, subject, sender, received, expires, timeout, sequence, trace, reply_to, body,"
          + " body_at, state, ended, said, answer_subject, answer_headers, answer_body, file,"
          + " file_size, occasion, deaths";

  /// Migrates a table from version 3, in which an id was unique by itself, to version 4.
  static final String MIGRATION_TO_4 =
      "alter table message rename to message_3;\n"
          + TABLE
          + ("insert into message (" + COLUMNS + ") select " + COLUMNS + " from message_3;\n")
          + "drop table message_3;\n"
          + INDEXES
          + BodyRows.MESSAGE_INDEX;

  private MessageTable() {}

  /// The result of a change.
  ///
  /// @param changed whether the transition exists
  /// @param unreferenced the bodies that are no longer needed
  record Change(boolean changed, List<String> unreferenced) {}

  /// Inserts a message, unless its subject already has one with its id.
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
      Connection connection, MessageKey key, State state, OutboxMessage answer, Instant now)
      throws SQLException {
    Optional<State> before = state(connection, key);
    if (before.isEmpty() || !before.get().next().contains(state)) {
      List<String> files = answer.file().map(BodyFile::name).stream().toList();
      return new Change(false, BodyRows.unreferenced(connection, files));
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            state.isTerminal()
                ? "update message set state = ?, ended = ?, body = x'' where subject = ? and id = ?"
                : "update message set state = ?, ended = ? where subject = ? and id = ?")) {
      update.setString(1, state.word());
      update.setObject(2, state.isTerminal() ? now.toEpochMilli() : null);
      set(update, 3, key);
      update.executeUpdate();
    }
    long number = OutboxStore.insert(connection, answer);
    return new Change(
        true, state.isTerminal() ? KeptOutcome.store(connection, key, answer, number) : List.of());
  }

  /// Sets two consecutive parameters to a subject and an id.
  static void set(PreparedStatement statement, int index, MessageKey key) throws SQLException {
    statement.setString(index, key.subject().toString());
    statement.setString(index + 1, key.id());
  }

  /// The state of a message, if it is there.
  static Optional<State> state(Connection connection, MessageKey key) throws SQLException {
    return text(connection, "state", key).map(State::parse);
  }

  /// The sender of a message, if it is there.
  static Optional<NodeName> sender(Connection connection, MessageKey key) throws SQLException {
    return text(connection, "sender", key).map(NodeName::new);
  }

  private static Optional<String> text(Connection connection, String column, MessageKey key)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select " + column + " from message where subject = ? and id = ?")) {
      set(select, 1, key);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /// Appends the answer with the state of a message again, unless it has another state by now.
  ///
  /// @return whether it was appended
  static boolean repeat(Connection connection, MessageKey key, State state, OutboxMessage answer)
      throws SQLException {
    boolean unchanged = state(connection, key).equals(Optional.of(state));
    if (unchanged) {
      OutboxStore.insert(connection, answer);
    }
    return unchanged;
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
