package io.steward.runtime.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The ids that are cancelled, whether or not their messages have arrived: on the disk, and also in
/// memory, because each command is looked up.
final class Cancellations {

  static final String SCHEMA =
      """
      create table cancelled (
        number integer primary key autoincrement,
        id text not null unique);
      """;

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  private Cancellations() {}

  static Cancellations load(GroupCommitWriter writer) throws IOException {
    Cancellations cancellations = new Cancellations();
    cancellations.known.addAll(writer.read(Cancellations::read));
    return cancellations;
  }

  private static Set<String> read(Connection connection) throws SQLException {
    Set<String> all = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement("select id from cancelled");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  /// Adds an id. Returns when it is on the disk.
  void add(GroupCommitWriter writer, String id) throws IOException {
    writer.commit(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement("insert or ignore into cancelled (id) values (?)")) {
        insert.setString(1, id);
        insert.executeUpdate();
      }
      return known.add(id);
    });
  }

  boolean contains(String id) {
    return known.contains(id);
  }

  /// Forgets ids that are no longer in the table.
  void retainStored(Connection connection) throws SQLException {
    known.retainAll(read(connection)); // no id is added meanwhile: this thread also adds them
  }
}
