package io.steward.runtime.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// A database that one thread reads and writes: whatever waits is written in one transaction and
/// made durable by one fsync, and each waiter is told when that is done. What nobody waits for gets
/// no fsync of its own.
final class GroupCommitWriter implements AutoCloseable {

  private static final int MAX_TASKS_PER_TRANSACTION = 500;
  private static final int MAX_QUEUED = 2000;

  /// How long something that nobody waits for may wait for company.
  private static final Duration LAZY_COMMIT_DELAY = Duration.ofMillis(50);

  private final Connection connection;
  private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
  private final Semaphore permits = new Semaphore(MAX_QUEUED);
  private final Thread thread;
  private volatile boolean closed;
  private volatile Optional<String> failure = Optional.empty();
  private boolean inTransaction;
  private boolean uncommitted;
  private long uncommittedSince;

  /// Some reading and writing in a transaction.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private enum Kind {
    /// Is told when it is on the disk.
    DURABLE,
    /// Changes nothing.
    READ,
    /// Nobody waits for it.
    LAZY
  }

  private record Task<T extends @Nullable Object>(
      Kind kind, Work<T> work, CompletableFuture<T> done) {}

  GroupCommitWriter(Connection connection, String name) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::processQueue);
  }

  /// Does some work, and returns what it yields when it is on the disk.
  ///
  /// @throws IOException when it could not be done; then none of it was
  <T extends @Nullable Object> T commit(Work<T> work) throws IOException {
    return await(commitLater(work));
  }

  /// Does some work that changes nothing. What it finds is on the disk, but for what was done
  /// {@linkplain #commitLazily}.
  ///
  /// @throws IOException when it could not be done
  <T extends @Nullable Object> T read(Work<T> work) throws IOException {
    return await(submit(Kind.READ, work));
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

  /// Does some work some time soon. Blocks while too much waits already, so that whoever brings
  /// more than the disk takes is held up instead of filling the memory.
  <T extends @Nullable Object> CompletableFuture<T> commitLater(Work<T> work) {
    return submit(Kind.DURABLE, work);
  }

  /// Does some work in its turn, which becomes durable with the next that is waited for, or in a
  /// moment. Completes when it is done, though it may be lost when the program dies soon.
  <T extends @Nullable Object> CompletableFuture<T> commitLazily(Work<T> work) {
    return submit(Kind.LAZY, work);
  }

  private <T extends @Nullable Object> CompletableFuture<T> submit(Kind kind, Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    permits.acquireUninterruptibly();
    queue.add(new Task<>(kind, work, done));
    if (closed) {
      failQueued();
    }
    return done;
  }

  private void failQueued() {
    for (Task<?> left = queue.poll(); left != null; left = queue.poll()) {
      left.done().completeExceptionally(new SQLException("it is closed"));
      permits.release();
    }
  }

  private static @Nullable String reason(CompletionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e.getMessage() : cause.getMessage();
  }

  private void processQueue() {
    List<Runnable> callbacks = new ArrayList<>();
    List<Task<?>> batch = new ArrayList<>();
    try {
      while (true) {
        @Nullable Task<?> first =
            inTransaction
                ? queue.poll(LAZY_COMMIT_DELAY.toNanos(), TimeUnit.NANOSECONDS)
                : queue.take();
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MAX_TASKS_PER_TRANSACTION);
          permits.release(batch.size());
        }
        boolean last = processBatch(batch, callbacks);
        callbacks.forEach(Runnable::run);
        callbacks.clear();
        batch.clear();
        if (last) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      failQueued();
    }
  }

  private boolean processBatch(List<Task<?>> batch, List<Runnable> callbacks) {
    try {
      if (!inTransaction) {
        execute("begin");
        inTransaction = true;
      }
      for (Task<?> task : batch) {
        callbacks.add(runTask(task));
      }
      if (shouldCommit(batch)) {
        execute("commit");
        inTransaction = false;
        if (uncommitted) {
          uncommitted = false;
          failure = Optional.empty();
        }
      }
    } catch (SQLException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
      callbacks.clear();
      batch.forEach(task -> callbacks.add(() -> task.done().completeExceptionally(e)));
      rollback();
    }
    return batch.stream().anyMatch(task -> task.work() instanceof Close);
  }

  /// Each work is undone alone when it fails, so that it takes no other with it; unless the whole
  /// transaction is gone, as it is when the disk is full or fails (SQLite, "Response To Errors
  /// Within A Transaction").
  private <T extends @Nullable Object> Runnable runTask(Task<T> task) throws SQLException {
    execute("savepoint work");
    try {
      T result = task.work().run(connection);
      execute("release work");
      return () -> task.done().complete(result);
    } catch (SQLException | RuntimeException e) {
      if (e instanceof SQLException broken && isDiskFailure(broken)) {
        throw broken;
      }
      execute("rollback to work");
      execute("release work");
      return () -> task.done().completeExceptionally(e);
    }
  }

  /// What somebody waits for is committed at once, what nobody does in a moment; and what was only
  /// read ends its transaction.
  private boolean shouldCommit(List<Task<?>> batch) {
    boolean awaited = batch.stream().anyMatch(task -> task.kind() == Kind.DURABLE);
    if (!uncommitted && batch.stream().anyMatch(task -> task.kind() != Kind.READ)) {
      uncommitted = true;
      uncommittedSince = System.nanoTime();
    }
    return awaited
        || !uncommitted
        || System.nanoTime() - uncommittedSince >= LAZY_COMMIT_DELAY.toNanos();
  }

  private void rollback() {
    inTransaction = false;
    uncommitted = false;
    try {
      execute("rollback");
    } catch (SQLException gone) {
      // SQLite has rolled back by itself, or never began
    }
  }

  /// Transactions are made in words rather than by JDBC, whose driver loses track of one that
  /// SQLite has ended by itself.
  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean isDiskFailure(SQLException e) {
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

  /// What is wrong with the disk, since the last transaction failed.
  Optional<String> failure() {
    return failure;
  }

  /// The last work: nothing after it is done.
  private record Close() implements Work<Boolean> {
    @Override
    public Boolean run(Connection connection) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      commitLater(new Close()).join();
      thread.join();
      connection.close();
    } catch (CompletionException | SQLException e) {
      // closed before, or nothing more can be done about it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
