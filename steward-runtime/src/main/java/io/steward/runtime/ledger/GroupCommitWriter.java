package io.steward.runtime.ledger;

import io.steward.runtime.concurrent.DeadlyError;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.files.FolderIdentity;
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

/// A database that one thread reads and writes. All queued work is committed in one transaction and
/// made durable by one fsync; then its callers are notified. Work that no caller waits for gets no
/// fsync of its own.
final class GroupCommitWriter implements AutoCloseable {

  private static final int MAX_TASKS_PER_TRANSACTION = 500;
  private static final int MAX_QUEUED = 2000;

  /// How long work that no caller waits for may wait for work to share its transaction.
  private static final Duration LAZY_COMMIT_DELAY = Duration.ofMillis(50);

  private final Connection connection;
  private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
  private final Semaphore permits = new Semaphore(MAX_QUEUED);
  private final Writability writability;
  private final ThreadFailures failures = new ThreadFailures();
  private final SupervisedThread thread;
  private volatile boolean closed;
  private boolean inTransaction;
  private boolean uncommitted;
  private long uncommittedSince;

  /// Reads and writes in a transaction.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private enum Kind {
    /// Completes when it is on the disk.
    DURABLE,
    /// Changes nothing.
    READ,
    /// No caller waits for it.
    LAZY
  }

  private record Task<T extends @Nullable Object>(
      Kind kind, Work<T> work, CompletableFuture<T> done) {

    boolean writes() {
      return kind != Kind.READ && !(work instanceof Close);
    }
  }

  /// @param name of the thread, and of the database in the log
  /// @param folder the folder that the database was opened in
  GroupCommitWriter(Connection connection, String name, FolderIdentity folder) {
    this.connection = connection;
    this.writability = new Writability(name, folder);
    this.thread = SupervisedThread.platform(name, failures, this::processQueue);
    thread.start();
  }

  /// Runs work, and returns its result when it is on the disk.
  ///
  /// @throws IOException if it failed; then none of it was done
  <T extends @Nullable Object> T commit(Work<T> work) throws IOException {
    return await(commitLater(work));
  }

  /// Runs work that changes nothing. What it reads is on the disk, except for what was written
  /// {@linkplain #commitLazily lazily}.
  ///
  /// @throws IOException if it failed
  <T extends @Nullable Object> T read(Work<T> work) throws IOException {
    return await(submit(Kind.READ, work));
  }

  /// Waits until work is on the disk.
  ///
  /// @throws IOException if it failed; then none of it was done
  static <T extends @Nullable Object> T await(CompletableFuture<T> done) throws IOException {
    try {
      return done.join();
    } catch (CompletionException e) {
      throw new IOException("the ledger cannot be written: " + reason(e), e.getCause());
    }
  }

  /// Queues work. Blocks while too much is queued, so that callers with more than the disk can
  /// write slow down instead of filling the memory.
  <T extends @Nullable Object> CompletableFuture<T> commitLater(Work<T> work) {
    return submit(Kind.DURABLE, work);
  }

  /// Queues work that becomes durable with the next work that a caller waits for, or a moment
  /// later. Completes when it is done, but may be lost if the program dies soon after.
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
    for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
      task.done().completeExceptionally(new SQLException("it is closed"));
      permits.release();
    }
  }

  private static @Nullable String reason(CompletionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e.getMessage() : cause.getMessage();
  }

  private void processQueue() throws InterruptedException {
    boolean ended = false;
    try {
      while (!ended) {
        ended = processNext();
      }
    } catch (Error e) {
      ended = DeadlyError.is(e);
      throw e;
    } finally {
      if (ended) {
        closed = true;
        failQueued();
      }
    }
  }

  private boolean processNext() throws InterruptedException {
    List<Task<?>> batch = new ArrayList<>();
    @Nullable Task<?> first =
        inTransaction
            ? queue.poll(LAZY_COMMIT_DELAY.toNanos(), TimeUnit.NANOSECONDS)
            : queue.take();
    if (first != null) {
      batch.add(first);
      queue.drainTo(batch, MAX_TASKS_PER_TRANSACTION);
      permits.release(batch.size());
    }
    List<Runnable> callbacks = new ArrayList<>();
    try {
      boolean last = processBatch(batch, callbacks);
      callbacks.forEach(Runnable::run);
      return last;
    } catch (RuntimeException | Error e) {
      batch.forEach(task -> task.done().completeExceptionally(e)); // unless it is done
      rollback();
      throw e;
    }
  }

  private boolean processBatch(List<Task<?>> batch, List<Runnable> callbacks) {
    try {
      if (batch.stream().anyMatch(Task::writes)) {
        writability.requireFolder();
      }
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
          writability.succeeded();
        }
      }
    } catch (SQLException e) {
      writability.failed(String.valueOf(e.getMessage()));
      callbacks.clear();
      batch.forEach(task -> callbacks.add(() -> task.done().completeExceptionally(e)));
      rollback();
    }
    return batch.stream().anyMatch(task -> task.work() instanceof Close);
  }

  /// Work that fails is rolled back alone, so that other work does not fail with it; unless the
  /// whole transaction is gone, as it is when the disk is full or fails (SQLite, "Response To
  /// Errors Within A Transaction").
  private <T extends @Nullable Object> Runnable runTask(Task<T> task) throws SQLException {
    execute("savepoint work");
    try {
      T result = task.work().run(connection);
      execute("release work");
      return () -> task.done().complete(result);
    } catch (SQLException | RuntimeException | Error e) {
      DeadlyError.rethrow(e);
      if (e instanceof SQLException broken && DiskFailure.is(broken)) {
        throw broken;
      }
      execute("rollback to work");
      execute("release work");
      return () -> task.done().completeExceptionally(e);
    }
  }

  /// Commits at once if a caller waits, and otherwise after a moment. A transaction that only reads
  /// ends at once.
  private boolean shouldCommit(List<Task<?>> batch) {
    boolean awaited = batch.stream().anyMatch(task -> task.kind() == Kind.DURABLE);
    if (!uncommitted && batch.stream().anyMatch(Task::writes)) {
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
      // SQLite has already rolled back, or the transaction never began
    }
  }

  /// Controls transactions by SQL rather than by JDBC, whose driver loses track of a transaction
  /// that SQLite has ended by itself.
  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Why it cannot be written; empty if it can be, as far as is known.
  Optional<String> failure() {
    return writability.failure();
  }

  /// How often its thread has failed, and why.
  List<String> problems() {
    return failures.problems();
  }

  /// The last work. Nothing after it runs.
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
      // already closed, or nothing can be done about it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
