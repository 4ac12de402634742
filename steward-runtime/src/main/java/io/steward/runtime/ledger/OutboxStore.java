package io.steward.runtime.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The outbox: what this node sends and the broker has not confirmed yet, in order.
///
/// Safe for use by any thread. Holds at most 256 MiB. When it is full, answers that carry a state
/// are still appended, messages to other nodes wait for room, and output is dropped by its
/// producer, who counts what is dropped.
public final class OutboxStore {

  static final String SCHEMA =
      """
      create table outbox (
        number integer primary key autoincrement,
        subject text not null,
        headers text not null,
        body blob not null,
        copy_to text,
        file text,
        file_size integer);
      """;

  private static final long MAX_BYTES = 256L << 20;
  private static final long MAX_READ_BYTES = 8L << 20;

  private final GroupCommitWriter writer;
  private final BodyStore bodies;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long appends;
  private long bytes;
  private boolean closed;

  private OutboxStore(GroupCommitWriter writer, BodyStore bodies, long bytes) {
    this.writer = writer;
    this.bodies = bodies;
    this.bytes = bytes;
  }

  static OutboxStore load(GroupCommitWriter writer, BodyStore bodies) throws IOException {
    return new OutboxStore(
        writer,
        bodies,
        writer.commit(connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select coalesce(sum(length(body) + coalesce(file_size, 0)), 0) from outbox");
              ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0L;
          }
        }));
  }

  /// Appends a message, and returns when it is on the disk.
  ///
  /// @throws IOException if it could not be made durable; then it is not sent
  /// @throws InterruptedException if interrupted while waiting for room; then it is not sent
  public void append(OutboxMessage message) throws IOException, InterruptedException {
    append(message, connection -> 0);
  }

  /// Appends a message, and does other work in the same transaction.
  void append(OutboxMessage message, GroupCommitWriter.Work<Integer> extraWork)
      throws IOException, InterruptedException {
    try {
      awaitRoom();
      writer.commit(connection -> insert(connection, message) + extraWork.run(connection));
    } catch (IOException | InterruptedException e) {
      bodies.delete(message.file().map(BodyFile::name).stream().toList());
      throw e;
    }
    onAppended(message.size());
  }

  private void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (bytes >= MAX_BYTES && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Appends a message that may be dropped, if there is room for it now.
  ///
  /// @return whether it was appended; if not, it is not sent
  public boolean tryAppend(OutboxMessage message) {
    lock.lock();
    try {
      if (bytes >= MAX_BYTES) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    try {
      writer.commit(connection -> insert(connection, message));
    } catch (IOException e) {
      return false;
    }
    onAppended(message.size());
    return true;
  }

  /// Inserts a message.
  ///
  /// @return its number in the outbox
  static long insert(Connection connection, OutboxMessage message) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into outbox (subject, headers, body, copy_to, file, file_size)"
                + " values (?, ?, ?, ?, ?, ?)"
                + " returning number")) {
      insert.setString(1, message.subject());
      insert.setString(2, HeaderCodec.write(message.headers()));
      insert.setBytes(3, message.body());
      insert.setString(4, message.copyTo().orElse(null));
      BodyRows.set(insert, 5, message.file());
      try (ResultSet rows = insert.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("nothing was inserted");
        }
        return rows.getLong(1);
      }
    }
  }

  /// The messages after a number, oldest first: at most `limit`, and no more once they make 8 MiB.
  ///
  /// @throws IOException if the ledger cannot be read
  public List<OutboxRow> after(long number, int limit) throws IOException {
    return writer.read(connection -> {
      List<OutboxRow> found = new ArrayList<>();
      try (PreparedStatement select =
          connection.prepareStatement(
              "select * from outbox where number > ? order by number limit ?")) {
        select.setLong(1, number);
        select.setInt(2, limit);
        try (ResultSet rows = select.executeQuery()) {
          long bytes = 0;
          while (bytes < MAX_READ_BYTES && rows.next()) {
            OutboxRow row = OutboxRow.read(rows);
            bytes += row.message().body().length;
            found.add(row);
          }
        }
      }
      return found;
    });
  }

  /// Removes what the broker has confirmed. Completes when it is removed, or fails if the ledger
  /// cannot be written; then it is sent again, and the broker recognises it by its id.
  public CompletableFuture<?> confirm(Collection<ConfirmedRow> confirmed) {
    List<ConfirmedRow> all = List.copyOf(confirmed);
    long last = all.stream().mapToLong(each -> each.row().number()).max().orElse(0);
    GroupCommitWriter.Work<List<String>> work =
        connection -> {
          List<String> files =
              BodyRows.find(
                  connection,
                  "select file from outbox where file is not null and number <= ?",
                  last);
          try (PreparedStatement delete =
              connection.prepareStatement("delete from outbox where number = ?")) {
            for (ConfirmedRow each : all) {
              delete.setLong(1, each.row().number());
              delete.addBatch();
              recordConfirmed(connection, each);
            }
            delete.executeBatch();
          }
          return BodyRows.unreferenced(connection, files);
        };
    // a file is deleted only when the deletion of its row is on the disk
    boolean hasFiles = all.stream().anyMatch(each -> each.row().message().file().isPresent());
    return (hasFiles ? writer.commitLater(work) : writer.commitLazily(work))
        .thenAccept(unnamed -> {
          onFreed(all.stream().mapToLong(each -> each.row().message().size()).sum());
          bodies.delete(unnamed);
        });
  }

  private static void recordConfirmed(Connection connection, ConfirmedRow confirmed)
      throws SQLException {
    switch (confirmed.kind()) {
      case ConfirmedRow.Kind.Sent(String id) ->
          UnacceptedStore.stored(connection, id, confirmed.stream(), confirmed.sequence());
      case ConfirmedRow.Kind.Answered(String token) ->
          LastAnswer.advance(connection, new LastAnswer(confirmed.sequence(), token));
    }
  }

  private void onFreed(long size) {
    lock.lock();
    try {
      bytes = Math.max(0, bytes - size);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The number of appends so far, for {@link #awaitMore}.
  public long appendCount() {
    lock.lock();
    try {
      return appends;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there are more appends than `seen`, or the timeout has passed.
  public void awaitMore(long seen, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (appends == seen && nanos > 0 && !closed) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Wakes the threads in {@link #awaitMore} without an append.
  public void wake() {
    onAppended(0);
  }

  void onAppended(long size) {
    lock.lock();
    try {
      bytes += size;
      appends++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The number of waiting messages.
  ///
  /// @throws IOException if the ledger cannot be read
  public long size() throws IOException {
    return writer.read(connection -> Database.count(connection, "outbox"));
  }

  /// The total size of the waiting messages, in bytes.
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the outbox is empty.
  ///
  /// @return whether it became empty within the timeout
  /// @throws IOException if the ledger cannot be read
  public boolean awaitEmpty(Duration timeout) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (size() > 0) {
      long remaining = deadline - System.nanoTime();
      if (remaining <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(remaining, TimeUnit.MILLISECONDS.toNanos(10)));
    }
    return true;
  }
}
