package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The commands that are cancelled, whether or not they have arrived: on the disk, and also in
/// memory, because each command is looked up. Their number is limited for each canceller; one that
/// was kept is never dropped for a later one while its command may still come or run.
final class Cancellations {

  static final String SCHEMA =
      """
      create table cancelled (
        number integer primary key autoincrement,
        id text not null,
        subject text not null,
        sender text,
        canceller text not null,
        unique (subject, id, canceller));
      """;

  /// Migrates a table from version 3, which kept ids alone, to version 4. They are not kept: who
  /// cancelled what is not known.
  static final String MIGRATION_TO_4 = "drop table cancelled;\n" + SCHEMA;

  /// How many cancellations of one canceller are kept.
  static final int MAX_PER_CANCELLER = 1000;

  private volatile Map<MessageKey, Set<Cancellation>> known = Map.of();

  private Cancellations() {}

  static Cancellations load(GroupCommitWriter writer) throws IOException {
    Cancellations cancellations = new Cancellations();
    cancellations.known = new ConcurrentHashMap<>(writer.read(Cancellations::read));
    return cancellations;
  }

  private static Map<MessageKey, Set<Cancellation>> read(Connection connection)
      throws SQLException {
    Map<MessageKey, Set<Cancellation>> all = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement("select * from cancelled");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        MessageKey key =
            new MessageKey(Subject.parse(rows.getString("subject")), rows.getString("id"));
        all.computeIfAbsent(key, _ -> new HashSet<>())
            .add(
                new Cancellation(
                    key,
                    Optional.ofNullable(rows.getString("sender")).map(NodeName::new),
                    new NodeName(rows.getString("canceller"))));
      }
    }
    return all;
  }

  /// Adds a cancellation. Returns when it is on the disk. A canceller who names two senders cancels
  /// the command of any.
  ///
  /// @return false if this canceller has too many
  boolean add(GroupCommitWriter writer, Cancellation cancellation) throws IOException {
    return writer.commit(connection -> {
      if (!hasRoom(connection, cancellation)) {
        return false;
      }
      Cancellation stored = store(connection, cancellation);
      Set<Cancellation> all =
          known.computeIfAbsent(cancellation.key(), _ -> ConcurrentHashMap.newKeySet());
      all.add(stored);
      all.removeIf(each -> each.by().equals(stored.by()) && !each.equals(stored));
      return true;
    });
  }

  /// Whether a cancellation can be kept, after those have been deleted that nothing can need.
  private boolean hasRoom(Connection connection, Cancellation cancellation) throws SQLException {
    NodeName canceller = cancellation.by();
    if (of(cancellation.key()).stream().anyMatch(each -> each.by().equals(canceller))
        || count(connection, canceller) < MAX_PER_CANCELLER) {
      return true;
    }
    if (deleteEnded(connection, canceller)) {
      retainStored(connection);
    }
    return count(connection, canceller) < MAX_PER_CANCELLER;
  }

  private static Cancellation store(Connection connection, Cancellation cancellation)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into cancelled (subject, id, sender, canceller) values (?, ?, ?, ?)
              on conflict (subject, id, canceller)
              do update set sender = iif(sender is excluded.sender, sender, null)
              returning sender\
            """)) {
      MessageTable.set(insert, 1, cancellation.key());
      insert.setString(3, cancellation.sender().map(NodeName::value).orElse(null));
      insert.setString(4, cancellation.by().value());
      try (ResultSet rows = insert.executeQuery()) {
        Optional<NodeName> sender =
            rows.next()
                ? Optional.ofNullable(rows.getString(1)).map(NodeName::new)
                : Optional.empty();
        return new Cancellation(cancellation.key(), sender, cancellation.by());
      }
    }
  }

  private static int count(Connection connection, NodeName canceller) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select count(*) from cancelled where canceller = ?")) {
      select.setString(1, canceller.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getInt(1) : 0;
      }
    }
  }

  /// Deletes those whose commands have ended: these do not run again.
  ///
  /// @return whether there were any
  private static boolean deleteEnded(Connection connection, NodeName canceller)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            delete from cancelled where canceller = ? and exists (
              select 1 from message
              where message.subject = cancelled.subject and message.id = cancelled.id
              and ended is not null)\
            """)) {
      delete.setString(1, canceller.value());
      return delete.executeUpdate() > 0;
    }
  }

  /// The cancellations of a command.
  Set<Cancellation> of(MessageKey key) {
    return known.getOrDefault(key, Set.of());
  }

  /// Forgets those that are no longer in the table.
  void retainStored(Connection connection) throws SQLException {
    known = new ConcurrentHashMap<>(read(connection)); // this thread alone adds to them
  }
}
