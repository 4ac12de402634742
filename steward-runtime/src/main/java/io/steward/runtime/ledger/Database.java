package io.steward.runtime.ledger;

import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// The file of a ledger, which is checked before anything in it is trusted.
///
/// A damaged file is set aside as a whole, for a person to inspect, and the node reports it as long
/// as it is there. It is never repaired or recreated silently.
///
/// @param folder the data folder of the node
record Database(Path folder) {

  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final String NAME = "ledger.db";
  private static final String DAMAGED = NAME + ".damaged-";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  /// Opens the file, or creates it if there is none. The version of its tables is its
  /// `user_version`.
  ///
  /// @param schema the schema of a new file
  /// @param migrations the statements that migrate version 1 to version 2, and so on
  /// @throws IOException if the file cannot be used, or its version is unknown
  Connection open(String schema, List<String> migrations) throws IOException {
    try {
      PrivateFolder.open(folder);
      PrivateFile.tighten(folder.resolve(NAME + "-wal"));
      PrivateFile.tighten(folder.resolve(NAME + "-shm"));
      SqliteLibrary.configure(folder);
      try {
        return connect(schema, migrations);
      } catch (DamagedException e) {
        log.error("{} is damaged ({}); it is set aside", file(), e.getMessage());
        setAside();
        return connect(schema, migrations);
      }
    } catch (SQLException | DamagedException e) {
      throw new IOException(file() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private Path file() {
    return folder.resolve(NAME);
  }

  private Connection connect(String schema, List<String> migrations)
      throws SQLException, IOException, DamagedException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(5000);
    Connection connection = null;
    try {
      PrivateFile.create(file()); // SQLite gives the files beside it the same rights
      connection = config.createConnection("jdbc:sqlite:" + file());
      if (isEmpty(connection)) {
        createTables(connection, schema, migrations.size() + 1);
      } else {
        verifyAndMigrate(connection, migrations);
      }
      return connection;
    } catch (SQLException | IOException | DamagedException e) {
      if (connection != null) {
        connection.close();
      }
      if (e instanceof SQLException broken && isDamage(broken)) {
        throw new DamagedException(String.valueOf(broken.getMessage()));
      }
      throw e;
    }
  }

  private static boolean isDamage(SQLException e) {
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
      default -> false;
    };
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return queryText(statement, "select count(*) from sqlite_master").equals("0");
    }
  }

  /// Creates or changes the tables in one transaction.
  private static void createTables(Connection connection, String schema, int version)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin");
      for (String part : schema.split(";", -1)) {
        if (!part.isBlank()) {
          statement.executeUpdate(part);
        }
      }
      statement.executeUpdate("pragma user_version = " + version);
      statement.execute("commit");
    }
  }

  private void verifyAndMigrate(Connection connection, List<String> migrations)
      throws SQLException, IOException, DamagedException {
    try (Statement statement = connection.createStatement()) {
      String found = queryText(statement, "pragma quick_check(1)");
      if (!found.equals("ok")) {
        throw new DamagedException(found);
      }
      int version = Integer.parseInt(queryText(statement, "pragma user_version"));
      int known = migrations.size() + 1;
      if (version >= 1 && version < known) {
        createTables(
            connection, String.join("", migrations.subList(version - 1, migrations.size())), known);
      } else if (version != known) {
        throw new IOException(
            file()
                + " has schema version "
                + version
                + "; this steward supports version "
                + known
                + ". The file was not changed");
      }
    }
  }

  private static String queryText(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private void setAside() throws IOException {
    String time = TIMESTAMP.format(Instant.now());
    for (String part : List.of("", "-wal", "-shm")) {
      Path damaged = folder.resolve(NAME + part);
      if (Files.exists(damaged)) {
        Files.move(damaged, folder.resolve(DAMAGED + time + part));
      }
    }
  }

  /// The damaged files that were set aside and that nobody has removed yet.
  List<String> damaged() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(DAMAGED))
          .filter(name -> !name.endsWith("-wal") && !name.endsWith("-shm"))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of(); // the folder is gone, which its writer reports
    }
  }

  /// The number of rows of a table.
  static long count(Connection connection, String table) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select count(*) from " + table);
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
