package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which rows name which files in the folder of bodies: what is to be said, a command nobody has
/// accepted yet, and what was said of an end.
final class BodyRows {

  static final String INDEXES =
      """
      create index outbox_file on outbox (file) where file is not null;
      create index unaccepted_file on unaccepted (file) where file is not null;
      create index message_file on message (file) where file is not null;
      """;

  private static final List<String> TABLES = List.of("outbox", "unaccepted", "message");

  private BodyRows() {}

  /// The file of a row, if it has one.
  static Optional<BodyFile> read(ResultSet row) throws SQLException {
    @Nullable String name = row.getString("file");
    return name == null
        ? Optional.empty()
        : Optional.of(new BodyFile(name, row.getLong("file_size")));
  }

  /// Sets a statement's parameters for `file` and `file_size`.
  static void set(PreparedStatement statement, int first, Optional<BodyFile> file)
      throws SQLException {
    statement.setString(first, file.map(BodyFile::name).orElse(null));
    statement.setObject(first + 1, file.map(BodyFile::size).orElse(null));
  }

  /// The files that a query finds.
  static List<String> find(Connection connection, String query, long parameter)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, parameter);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  /// Those files that no row names any more. None of them is ever named again, since a row is made
  /// of another row, or of a file that was written just now.
  static List<String> unreferenced(Connection connection, List<String> files) throws SQLException {
    List<String> unnamed = new ArrayList<>();
    for (String file : files) {
      boolean named = false;
      for (String table : TABLES) {
        named = named || isReferencedIn(connection, table, file);
      }
      if (!named) {
        unnamed.add(file);
      }
    }
    return unnamed;
  }

  private static boolean isReferencedIn(Connection connection, String table, String file)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select 1 from " + table + " where file = ? limit 1")) {
      select.setString(1, file);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Every file that a row names, or that was fetched for a message that has not ended.
  static Set<String> referenced(Connection connection) throws SQLException {
    Set<String> named = new HashSet<>();
    for (String table : TABLES) {
      try (PreparedStatement select =
              connection.prepareStatement("select file from " + table + " where file is not null");
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          named.add(rows.getString(1));
        }
      }
    }
    try (PreparedStatement select =
            connection.prepareStatement(
                "select id from message where ended is null and body_at is not null");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        named.add(BodyStore.fetchedName(rows.getString(1)));
      }
    }
    return named;
  }
}
