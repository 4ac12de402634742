package io.steward.runtime.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// A database that one thread reads and writes: whatever waits is written in one transaction and
/// made durable by one fsync, and each waiter is told when that is done. What nobody waits for gets
/// no fsync of its own.
final class Journal implements AutoCloseable {

  private static final int MOST_IN_A_TRANSACTION = 500;

  /// How long something that nobody waits for may wait for company.
  private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

  private final Connection connection;
  private final BlockingQueue<Entry<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread writer;
  private long uncommittedSince;
  private boolean uncommitted;

  /// Some reading and writing in a transaction.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T in(Connection connection) throws SQLException;
  }

  private enum Kind {
    /// Is told when it is on the disk.
    DURABLE,
    /// Changes nothing.
    READ,
    /// Nobody waits for it.
    LAZY
  }

  private record Entry<T extends @Nullable Object>(
      Kind kind, Work<T> work, CompletableFuture<T> done) {}

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

  /// Does some work that changes nothing. What it finds is on the disk, but for what was done
  /// {@linkplain #lazily}.
  ///
  /// @throws IOException when it could not be done
  <T extends @Nullable Object> T read(Work<T> work) throws IOException {
    return await(add(Kind.READ, work));
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
    return add(Kind.DURABLE, work);
  }

  /// Does some work in its turn, which becomes durable with the next that is waited for, or in a
  /// moment. It may be lost when the program dies before.
  void lazily(Work<?> work) {
    var _ = add(Kind.LAZY, work);
  }

  private <T extends @Nullable Object> CompletableFuture<T> add(Kind kind, Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (!writer.isAlive()) {
      done.completeExceptionally(new SQLException("it is closed"));
      return done;
    }
    waiting.add(new Entry<>(kind, work, done));
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
        @Nullable Entry<?> first =
            uncommitted
                ? waiting.poll(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)
                : waiting.take();
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, MOST_IN_A_TRANSACTION);
        }
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
    boolean lazy = !batch.isEmpty();
    for (Entry<?> entry : batch) {
      last |= entry.work() instanceof Close;
      lazy &= entry.kind() != Kind.DURABLE;
      if (entry.kind() == Kind.LAZY && !uncommitted) {
        uncommitted = true;
        uncommittedSince = System.nanoTime();
      }
      told.add(attempt(entry));
    }
    if (lazy && uncommitted && System.nanoTime() - uncommittedSince < LONGEST_WAIT.toNanos()) {
      return last;
    }
    uncommitted = false;
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
