package io.steward.runtime.ledger;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// Tells which failures of SQLite are the disk's.
final class DiskFailure {

  private DiskFailure() {}

  /// Whether the whole transaction fails with it, as it does when the disk is full or fails.
  static boolean is(SQLException e) {
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff)) {
      case SQLITE_FULL,
          SQLITE_IOERR,
          SQLITE_READONLY,
          SQLITE_CANTOPEN,
          SQLITE_NOMEM,
          SQLITE_BUSY,
          SQLITE_CORRUPT ->
          true;
      default -> false;
    };
  }
}
