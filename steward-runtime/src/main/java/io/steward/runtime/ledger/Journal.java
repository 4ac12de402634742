package io.steward.runtime.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// A database that one thread writes: whatever waits is written in one transaction and made durable
/// by one fsync, and each waiter is told when that is done.
final class Journal implements AutoCloseable {

  private static final int MOST_IN_A_TRANSACTION = 500;

  private final Connection connection;
  private final BlockingQueue<Entry<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread writer;

  /// Some reading and writing in a transaction.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T in(Connection connection) throws SQLException;
  }

  private record Entry<T extends @Nullable Object>(Work<T> work, CompletableFuture<T> done) {}

  private Journal(Connection connection, String name) {
    this.connection = connection;
    this.writer = Thread.ofPlatform().daemon().name(name).start(this::write);
  }

  /// Opens the database, and makes it where there is none.
  ///
  /// @throws IOException when it cannot be used
  static Journal open(Path folder, String name, String schema) throws IOException {
    try {
      Files.createDirectories(folder);
      // next to the data rather than in a temporary folder, which may forbid executing
      System.setProperty("org.sqlite.tmpdir", folder.toAbsolutePath().toString());
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout(5000);
      Connection connection = config.createConnection("jdbc:sqlite:" + folder.resolve(name));
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String part : schema.split(";", -1)) {
          if (!part.isBlank()) {
            statement.executeUpdate(part);
          }
        }
        connection.commit();
      }
      return new Journal(connection, "ledger " + folder.getFileName());
    } catch (SQLException e) {
      throw new IOException(folder.resolve(name) + " cannot be used: " + e.getMessage(), e);
    }
  }

  /// Does some work, and returns what it yields when it is on the disk.
  ///
  /// @throws IOException when it could not be done; then none of it was
  <T extends @Nullable Object> T commit(Work<T> work) throws IOException {
    return await(later(work));
  }

  /// Waits for some work to be on the disk.
  ///
  /// @throws IOException when it could not be done; then none of it was
  static <T extends @Nullable Object> T await(CompletableFuture<T> done) throws IOException {
    try {
      return done.join();
    } catch (CompletionException e) {
      throw new IOException("the ledger cannot be written: " + reason(e), e.getCause());
    }
  }

  /// Does some work some time soon.
  <T extends @Nullable Object> CompletableFuture<T> later(Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (!writer.isAlive()) {
      done.completeExceptionally(new SQLException("it is closed"));
      return done;
    }
    waiting.add(new Entry<>(work, done));
    return done;
  }

  private static @Nullable String reason(CompletionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e.getMessage() : cause.getMessage();
  }

  private void write() {
    List<Runnable> told = new ArrayList<>();
    List<Entry<?>> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(waiting.take());
        waiting.drainTo(batch, MOST_IN_A_TRANSACTION);
        boolean last = transact(batch, told);
        told.forEach(Runnable::run);
        told.clear();
        batch.clear();
        if (last) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean transact(List<Entry<?>> batch, List<Runnable> told) {
    boolean last = false;
    for (Entry<?> entry : batch) {
      if (entry instanceof Entry<?>(Close _, var _)) {
        last = true;
      }
      told.add(attempt(entry));
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      told.clear();
      batch.forEach(entry -> told.add(() -> entry.done().completeExceptionally(e)));
      try {
        connection.rollback();
      } catch (SQLException further) {
        e.addSuppressed(further);
      }
    }
    return last;
  }

  /// Each work is undone alone when it fails, so that it takes no other with it.
  private <T extends @Nullable Object> Runnable attempt(Entry<T> entry) {
    try {
      Savepoint before = connection.setSavepoint();
      try {
        T result = entry.work().in(connection);
        connection.releaseSavepoint(before);
        return () -> entry.done().complete(result);
      } catch (SQLException | RuntimeException e) {
        connection.rollback(before);
        return () -> entry.done().completeExceptionally(e);
      }
    } catch (SQLException e) {
      return () -> entry.done().completeExceptionally(e);
    }
  }

  /// The last work: nothing after it is done.
  private record Close() implements Work<Boolean> {
    @Override
    public Boolean in(Connection connection) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      later(new Close()).join();
      writer.join();
      connection.close();
    } catch (CompletionException | SQLException e) {
      // closed before, or nothing more can be done about it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
