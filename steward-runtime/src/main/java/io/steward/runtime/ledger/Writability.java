package io.steward.runtime.ledger;

import io.steward.runtime.files.FolderIdentity;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a database can be written, and why not. Each change is logged.
///
/// Safe for use by any thread.
final class Writability {

  private static final Logger log = LoggerFactory.getLogger(Writability.class);

  private final String name;
  private final FolderIdentity folder;
  private Optional<String> failure = Optional.empty();
  private boolean displaced;

  /// @param name of the database, for the log
  /// @param folder the folder that its file was opened in
  Writability(String name, FolderIdentity folder) {
    this.name = name;
    this.folder = folder;
  }

  /// Checks that the file is still where the next start looks for it. SQLite would go on writing
  /// it.
  ///
  /// @throws SQLException if it is not
  void requireFolder() throws SQLException {
    Optional<String> problem = displacement();
    if (problem.isPresent()) {
      throw new SQLException(problem.get());
    }
  }

  private Optional<String> displacement() {
    return folder.problem().map(problem -> problem + "; put it back, or restart the node");
  }

  /// A transaction has been committed.
  synchronized void succeeded() {
    if (failure.isPresent()) {
      log.info("{}: it can be written again", name);
      failure = Optional.empty();
    }
    displaced = false;
  }

  /// A transaction has failed.
  synchronized void failed(String reason) {
    if (failure.isEmpty()) {
      log.error("{}: it cannot be written, and all work waits: {}", name, reason);
    }
    failure = Optional.of(reason);
  }

  /// Why it cannot be written, as far as is known without trying; empty if it can be.
  synchronized Optional<String> failure() {
    Optional<String> problem = displacement();
    if (problem.isPresent()) {
      failed(problem.get());
      displaced = true;
    } else if (displaced) {
      succeeded();
    }
    return failure;
  }
}
