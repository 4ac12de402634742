package io.steward.runtime.ledger;

import io.steward.api.Subject;
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

/// The rows that reference files in the folder of bodies: messages in the outbox, commands that are
/// not accepted yet, and outcomes.
final class BodyRows {

  static final String MESSAGE_INDEX =
      "create index message_file on message (file) where file is not null;\n";

  static final String INDEXES =
      MESSAGE_INDEX
          + """
          create index outbox_file on outbox (file) where file is not null;
          create index unaccepted_file on unaccepted (file) where file is not null;
          """;

  private static final List<String> TABLES = List.of("outbox", "unaccepted", "message");

  private BodyRows() {}

  /// The file that a row references, if any.
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

  /// Those of the files that no row references any more. None of them is ever referenced again,
  /// since a new row takes over the file of another row, or one that was just written.
  static List<String> unreferenced(Connection connection, List<String> files) throws SQLException {
    List<String> unreferenced = new ArrayList<>();
    for (String file : files) {
      boolean referenced = false;
      for (String table : TABLES) {
        referenced = referenced || isReferencedIn(connection, table, file);
      }
      if (!referenced) {
        unreferenced.add(file);
      }
    }
    return unreferenced;
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

  /// All files that a row references, and those fetched for a message that has not ended.
  static Set<String> referenced(Connection connection) throws SQLException {
    Set<String> referenced = new HashSet<>();
    for (String table : TABLES) {
      try (PreparedStatement select =
              connection.prepareStatement("select file from " + table + " where file is not null");
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          referenced.add(rows.getString(1));
        }
      }
    }
    try (PreparedStatement select =
            connection.prepareStatement(
                "select subject, id from message where ended is null and body_at is not null");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Subject subject = Subject.parse(rows.getString(1));
        referenced.add(BodyStore.fetchedName(new MessageKey(subject, rows.getString(2))));
      }
    }
    return referenced;
  }
}
