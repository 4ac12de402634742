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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What this node has said and the broker has not yet confirmed, in the order of saying.
///
/// Safe for use by any thread. Holds 256 MiB at most. When it is full, answers that come with a
/// state still have room, messages to others wait for it, and output is dropped by who offers it,
/// who counts what is dropped.
public final class Outgoing {

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

  private static final long MOST_BYTES = 256L << 20;
  private static final long MOST_IN_MEMORY = 8L << 20;

  private final Journal journal;
  private final Bodies bodies;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long posts;
  private long bytes;
  private boolean closed;

  private Outgoing(Journal journal, Bodies bodies, long bytes) {
    this.journal = journal;
    this.bodies = bodies;
    this.bytes = bytes;
  }

  static Outgoing in(Journal journal, Bodies bodies) throws IOException {
    return new Outgoing(
        journal,
        bodies,
        journal.commit(connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select coalesce(sum(length(body) + coalesce(file_size, 0)), 0) from outbox");
              ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0L;
          }
        }));
  }

  /// A posting with its place in the order.
  ///
  /// @param number its place
  /// @param posting what is said
  public record Numbered(long number, Posting posting) {}

  /// Posts something, and returns when it is on the disk.
  ///
  /// @throws IOException when it could not be made durable; it is not said
  /// @throws InterruptedException when interrupted while waiting for room; it is not said
  public void post(Posting posting) throws IOException, InterruptedException {
    post(posting, connection -> 0);
  }

  /// Posts something, with something else in the same transaction.
  void post(Posting posting, Journal.Work<Integer> besides)
      throws IOException, InterruptedException {
    try {
      awaitRoom();
      journal.commit(connection -> insert(connection, posting) + besides.in(connection));
    } catch (IOException | InterruptedException e) {
      bodies.delete(posting.file().map(BodyFile::name).stream().toList());
      throw e;
    }
    posted(posting.size());
  }

  private void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (bytes >= MOST_BYTES && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Posts something that may be dropped, where there is room for it now.
  ///
  /// @return whether it was posted; when not, it is not said
  public boolean offer(Posting posting) {
    lock.lock();
    try {
      if (bytes >= MOST_BYTES) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    try {
      journal.commit(connection -> insert(connection, posting));
    } catch (IOException e) {
      return false;
    }
    posted(posting.size());
    return true;
  }

  /// Puts something in.
  ///
  /// @return its place in the order
  static long insert(Connection connection, Posting posting) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into outbox (subject, headers, body, copy_to, file, file_size)"
                + " values (?, ?, ?, ?, ?, ?)"
                + " returning number")) {
      insert.setString(1, posting.subject());
      insert.setString(2, HeaderLines.write(posting.headers()));
      insert.setBytes(3, posting.body());
      insert.setString(4, posting.copyTo().orElse(null));
      BodyRows.set(insert, 5, posting.file());
      try (ResultSet rows = insert.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("nothing was inserted");
        }
        return rows.getLong(1);
      }
    }
  }

  /// What comes after a place in the order, oldest first: so many, or as many as are 8 MiB.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<Numbered> after(long number, int most) throws IOException {
    return journal.read(connection -> {
      List<Numbered> found = new ArrayList<>();
      try (PreparedStatement select =
          connection.prepareStatement(
              "select * from outbox where number > ? order by number limit ?")) {
        select.setLong(1, number);
        select.setInt(2, most);
        try (ResultSet rows = select.executeQuery()) {
          long bytes = 0;
          while (bytes < MOST_IN_MEMORY && rows.next()) {
            Posting posting = read(rows);
            bytes += posting.body().length;
            found.add(new Numbered(rows.getLong("number"), posting));
          }
        }
      }
      return found;
    });
  }

  private static Posting read(ResultSet row) throws SQLException {
    return new Posting(
        row.getString("subject"),
        HeaderLines.read(row.getString("headers")),
        row.getBytes("body"),
        Optional.ofNullable(row.getString("copy_to")),
        BodyRows.read(row));
  }

  /// What the broker has confirmed.
  ///
  /// @param number its place in the order
  /// @param id by which the broker knows it
  /// @param size of its posting
  /// @param stream where it is stored
  /// @param sequence its number there
  public record Confirmed(long number, String id, long size, String stream, long sequence) {}

  /// Takes out what the broker has confirmed. Completes when it is out, or fails when the ledger
  /// cannot be written; then it is said again, and known by its id.
  public CompletableFuture<?> delivered(Collection<Confirmed> confirmed) {
    List<Confirmed> all = List.copyOf(confirmed);
    long last = all.stream().mapToLong(Confirmed::number).max().orElse(0);
    Journal.Work<List<String>> work =
        connection -> {
          List<String> files =
              BodyRows.find(
                  connection,
                  "select file from outbox where file is not null and number <= ?",
                  last);
          try (PreparedStatement delete =
              connection.prepareStatement("delete from outbox where number = ?")) {
            for (Confirmed each : all) {
              delete.setLong(1, each.number());
              delete.addBatch();
              Unaccepted.stored(connection, each.id(), each.stream(), each.sequence());
            }
            delete.executeBatch();
          }
          return BodyRows.unnamed(connection, files);
        };
    // a file goes after the row that names it, and that is on the disk
    boolean filed = all.stream().anyMatch(each -> each.size() >= Bodies.SMALLEST);
    return (filed ? journal.later(work) : journal.lazily(work))
        .thenAccept(unnamed -> {
          freed(all.stream().mapToLong(Confirmed::size).sum());
          bodies.delete(unnamed);
        });
  }

  private void freed(long size) {
    lock.lock();
    try {
      bytes = Math.max(0, bytes - size);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// How many times something was posted so far; for {@link #awaitMore}.
  public long posts() {
    lock.lock();
    try {
      return posts;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something was posted since.
  public void awaitMore(long seen, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (posts == seen && nanos > 0 && !closed) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets whoever waits for more look again, for another reason.
  public void nudge() {
    posted(0);
  }

  void posted(long size) {
    lock.lock();
    try {
      bytes += size;
      posts++;
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

  /// How many postings wait.
  ///
  /// @throws IOException when the ledger cannot be read
  public long size() throws IOException {
    return journal.read(connection -> Ledger.count(connection, "outbox"));
  }

  /// How large what waits is, in bytes.
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing is left to say.
  ///
  /// @return whether that came about in time
  /// @throws IOException when the ledger cannot be read
  public boolean awaitEmpty(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (size() > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(10)));
    }
    return true;
  }
}
