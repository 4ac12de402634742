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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What this node has said and the broker has not yet confirmed, in the order of saying.
///
/// Safe for use by any thread. Holds 256 MiB at most: then whoever wants to say more waits, but for
/// answers that come with a state, for which there is always room.
public final class Outgoing {

  private static final long MOST_BYTES = 256L << 20;

  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long posts;
  private long bytes;
  private boolean closed;

  private Outgoing(Journal journal, long bytes) {
    this.journal = journal;
    this.bytes = bytes;
  }

  static Outgoing in(Journal journal) throws IOException {
    return new Outgoing(
        journal,
        journal.commit(connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("select coalesce(sum(length(body)), 0) from outbox");
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
    lock.lockInterruptibly();
    try {
      while (bytes >= MOST_BYTES && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
    journal.commit(connection -> insert(connection, posting) + besides.in(connection));
    posted(posting.body().length);
  }

  /// Puts something in.
  ///
  /// @return its place in the order
  static long insert(Connection connection, Posting posting) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into outbox (subject, headers, body, copy_to) values (?, ?, ?, ?)"
                + " returning number")) {
      insert.setString(1, posting.subject());
      insert.setString(2, HeaderLines.write(posting.headers()));
      insert.setBytes(3, posting.body());
      insert.setString(4, posting.copyTo().orElse(null));
      try (ResultSet rows = insert.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("nothing was inserted");
        }
        return rows.getLong(1);
      }
    }
  }

  /// What comes after a place in the order, oldest first.
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
          while (rows.next()) {
            found.add(
                new Numbered(
                    rows.getLong("number"),
                    new Posting(
                        rows.getString("subject"),
                        HeaderLines.read(rows.getString("headers")),
                        rows.getBytes("body"),
                        Optional.ofNullable(rows.getString("copy_to")))));
          }
        }
      }
      return found;
    });
  }

  /// What the broker has confirmed.
  ///
  /// @param number its place in the order
  /// @param id by which the broker knows it
  /// @param length of its body
  /// @param stream where it is stored
  /// @param sequence its number there
  public record Confirmed(long number, String id, int length, String stream, long sequence) {}

  /// Takes out what the broker has confirmed. Need not be durable at once: what is said again is
  /// known by its id.
  public void delivered(Collection<Confirmed> confirmed) {
    List<Confirmed> all = List.copyOf(confirmed);
    long size = all.stream().mapToLong(Confirmed::length).sum();
    journal.lazily(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement("delete from outbox where number = ?")) {
        for (Confirmed each : all) {
          delete.setLong(1, each.number());
          delete.addBatch();
          Unaccepted.stored(connection, each.id(), each.stream(), each.sequence());
        }
        return delete.executeBatch().length;
      }
    });
    freed(size);
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
