package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What this node has accepted and what came of it. What a method returned from is on the disk.
///
/// Safe for use by any thread. Everything a change makes this node say is posted to the {@link
/// Outgoing} part in the same transaction: there is no state without its answer, and no answer
/// without its state.
public final class Ledger implements AutoCloseable {

  private static final String SCHEMA =
      """
      create table if not exists message (
        number integer primary key autoincrement,
        id text not null unique,
        subject text not null,
        sender text not null,
        received integer not null,
        expires integer,
        timeout integer,
        sequence integer not null,
        trace text,
        reply_to text,
        body blob not null,
        state text not null,
        ended integer,
        said integer,
        answer_subject text,
        answer_headers text,
        answer_body blob);
      create index if not exists message_open on message (ended) where ended is null;
      create index if not exists message_said on message (said) where said is not null;
      create table if not exists cursor (
        subject text primary key,
        incarnation text not null,
        sequence integer not null);
      create table if not exists cancelled (
        id text primary key,
        at integer not null);
      create table if not exists outbox (
        number integer primary key autoincrement,
        subject text not null,
        headers text not null,
        body blob not null,
        copy_to text);
      """
          + Unaccepted.SCHEMA;

  private final Journal journal;
  private final Outgoing outgoing;
  private final Unaccepted unaccepted;
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

  private Ledger(Journal journal) throws IOException {
    this.journal = journal;
    this.outgoing = Outgoing.in(journal);
    this.unaccepted = new Unaccepted(journal, outgoing);
    this.cancelled.addAll(journal.read(Ledger::cancelled));
  }

  /// Opens the ledger in a node's data folder, and makes both where there are none.
  ///
  /// @throws IOException when the file cannot be used
  public static Ledger open(Path folder) throws IOException {
    return new Ledger(Journal.open(folder, "ledger.db", SCHEMA));
  }

  /// What this node has yet to say.
  public Outgoing outgoing() {
    return outgoing;
  }

  /// The commands it has sent and nobody has accepted yet.
  public Unaccepted unaccepted() {
    return unaccepted;
  }

  /// Accepts a message: exactly one last state follows. Completes when it is on the disk, on the
  /// ledger's own thread and in the order of the calls, with whether it is new; when it is not,
  /// nothing was changed. Fails when it could not be made durable.
  public CompletableFuture<Boolean> acceptLater(Entry entry, Posting answer) {
    return record(entry, State.Open.ACCEPTED, false, answer);
  }

  /// Notes a message that has ended as soon as it came: rejected, expired, cancelled, or an event
  /// that was received. Completes as {@link #acceptLater} does.
  public CompletableFuture<Boolean> concludeLater(Entry entry, State state, Posting answer) {
    return record(entry, state, true, answer);
  }

  /// Remembers a message as done elsewhere and before, without saying anything.
  ///
  /// @throws IOException when it could not be made durable
  public void remember(Entry entry, State state) throws IOException {
    journal.commit(connection -> insert(connection, entry, state, true));
  }

  private CompletableFuture<Boolean> record(
      Entry entry, State state, boolean ended, Posting answer) {
    return journal
        .later(connection -> {
          boolean fresh = insert(connection, entry, state, ended);
          Optional<Posting> said =
              fresh ? Optional.of(answer) : Said.again(connection, entry, answer);
          if (said.isPresent()) {
            long number = Outgoing.insert(connection, said.get());
            if (fresh && ended) {
              Said.keep(connection, entry.id(), answer, number);
            }
          }
          return new Recorded(fresh, said.map(posting -> posting.body().length));
        })
        .thenApply(recorded -> {
          recorded.posted().ifPresent(outgoing::posted);
          return recorded.fresh();
        });
  }

  /// @param fresh whether the message is new
  /// @param posted how long what was posted is
  private record Recorded(boolean fresh, Optional<Integer> posted) {}

  private static boolean insert(Connection connection, Entry entry, State state, boolean ended)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert or ignore into message (id, subject, sender, received, expires, timeout,
              sequence, trace, reply_to, body, state, ended)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)) {
      insert.setString(1, entry.id());
      insert.setString(2, entry.subject().toString());
      insert.setString(3, entry.from().toString());
      insert.setLong(4, entry.received().toEpochMilli());
      insert.setObject(5, entry.expires().map(Instant::toEpochMilli).orElse(null));
      insert.setObject(6, entry.timeout().map(Duration::toMillis).orElse(null));
      insert.setLong(7, entry.sequence());
      insert.setString(8, entry.trace().orElse(null));
      insert.setString(9, entry.replyTo().orElse(null));
      insert.setBytes(10, ended ? new byte[0] : entry.body());
      insert.setString(11, state.word());
      insert.setObject(12, ended ? System.currentTimeMillis() : null);
      return insert.executeUpdate() == 1;
    }
  }

  /// Notes a further state of an accepted message, and says so.
  ///
  /// @return whether the transition exists; when false, nothing was changed
  /// @throws IOException when it could not be made durable
  public boolean advance(String id, State state, Posting answer) throws IOException {
    return Journal.await(advanceLater(id, state, answer));
  }

  /// Does as {@link #advance}, and completes on the ledger's own thread when it is on the disk.
  /// What is asked of the ledger after it finds it done.
  public CompletableFuture<Boolean> advanceLater(String id, State state, Posting answer) {
    return journal
        .later(connection -> {
          Optional<State> before = state(connection, id);
          if (before.isEmpty() || !before.get().next().contains(state)) {
            return false;
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  state.isLast()
                      ? "update message set state = ?, ended = ?, body = x'' where id = ?"
                      : "update message set state = ?, ended = ? where id = ?")) {
            update.setString(1, state.word());
            update.setObject(2, state.isLast() ? System.currentTimeMillis() : null);
            update.setString(3, id);
            update.executeUpdate();
          }
          long number = Outgoing.insert(connection, answer);
          if (state.isLast()) {
            Said.keep(connection, id, answer, number);
          }
          return true;
        })
        .thenApply(changed -> {
          if (changed) {
            outgoing.posted(answer.body().length);
          }
          return changed;
        });
  }

  /// How messages ended, by what was said of it: the latest first, and nothing that the broker has
  /// not confirmed.
  ///
  /// @param before the place in the order of saying to go back from
  /// @throws IOException when the ledger cannot be read
  public List<Said> said(long before, int most) throws IOException {
    return journal.read(connection -> Said.before(connection, before, most));
  }

  /// Says again how messages ended.
  ///
  /// @throws IOException when it could not be made durable; it is not said
  public void sayAgain(List<Said> lost) throws IOException {
    for (Said each : lost) {
      journal.commit(connection -> {
        Said.keep(
            connection, each.id(), each.posting(), Outgoing.insert(connection, each.posting()));
        return null;
      });
      outgoing.posted(each.posting().body().length);
    }
  }

  /// Whether a message is here that was stored at a place in its stream.
  ///
  /// @throws IOException when the ledger cannot be read
  public boolean took(String id, long sequence) throws IOException {
    return journal.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("select 1 from message where id = ? and sequence = ?")) {
        select.setString(1, id);
        select.setLong(2, sequence);
        try (ResultSet rows = select.executeQuery()) {
          return rows.next();
        }
      }
    });
  }

  /// Where a message stands here, when it ever came.
  ///
  /// @throws IOException when the ledger cannot be read
  public Optional<State> state(String id) throws IOException {
    return journal.read(connection -> state(connection, id));
  }

  private static Optional<State> state(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select state from message where id = ?")) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(State.parse(rows.getString(1))) : Optional.empty();
      }
    }
  }

  /// What was accepted and has not ended, in the order of acceptance, with where it stands.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<Open> open() throws IOException {
    return journal.read(connection -> {
      List<Open> open = new ArrayList<>();
      try (PreparedStatement select =
              connection.prepareStatement(
                  "select * from message where ended is null order by number");
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          open.add(new Open(entry(rows), State.parse(rows.getString("state"))));
        }
      }
      return open;
    });
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString("id"),
        Subject.parse(row.getString("subject")),
        new NodeName(row.getString("sender")),
        Instant.ofEpochMilli(row.getLong("received")),
        number(row, "expires").map(Instant::ofEpochMilli),
        number(row, "timeout").map(Duration::ofMillis),
        row.getLong("sequence"),
        Optional.ofNullable(row.getString("trace")),
        Optional.ofNullable(row.getString("reply_to")),
        row.getBytes("body"));
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /// Remembers that an id is cancelled, whether the message has come yet or not.
  ///
  /// @throws IOException when it could not be made durable
  public void cancel(String id) throws IOException {
    journal.commit(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement("insert or ignore into cancelled values (?, ?)")) {
        insert.setString(1, id);
        insert.setLong(2, System.currentTimeMillis());
        return insert.executeUpdate();
      }
    });
    cancelled.add(id);
  }

  /// Whether an id was cancelled. Asked of each command, so it is known without reading.
  public boolean isCancelled(String id) {
    return cancelled.contains(id);
  }

  private static Set<String> cancelled(Connection connection) throws SQLException {
    Set<String> all = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement("select id from cancelled");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  /// Up to which sequence the messages stored for a subject have been taken.
  ///
  /// @return the sequence; 0 when none was; nothing when the ledger knows another incarnation of
  ///   the stream, or none
  /// @throws IOException when the ledger cannot be read
  public OptionalLong cursor(String subject, String incarnation) throws IOException {
    return journal.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "select sequence from cursor where subject = ? and incarnation = ?")) {
        select.setString(1, subject);
        select.setString(2, incarnation);
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
      }
    });
  }

  /// Notes that everything up to a sequence has been taken. Need not be durable at once: what is
  /// taken again is known by its id.
  public void moveCursor(String subject, String incarnation, long sequence) {
    journal.lazily(connection -> {
      try (PreparedStatement upsert =
          connection.prepareStatement(
              """
              insert into cursor values (?, ?, ?) on conflict (subject)
              do update set incarnation = excluded.incarnation, sequence = excluded.sequence
              """)) {
        upsert.setString(1, subject);
        upsert.setString(2, incarnation);
        upsert.setLong(3, sequence);
        return upsert.executeUpdate();
      }
    });
  }

  /// Forgets what ended, or was cancelled, before a time.
  ///
  /// @throws IOException when it could not be made durable
  public void forget(Instant before) throws IOException {
    Set<String> gone =
        journal.commit(connection -> {
          Set<String> known = cancelled(connection);
          for (String table :
              List.of(
                  "delete from message where ended < ?", "delete from cancelled where at < ?")) {
            try (PreparedStatement delete = connection.prepareStatement(table)) {
              delete.setLong(1, before.toEpochMilli());
              delete.executeUpdate();
            }
          }
          known.removeAll(cancelled(connection));
          return known;
        });
    cancelled.removeAll(gone);
  }

  /// How many messages it remembers.
  ///
  /// @throws IOException when the ledger cannot be read
  public long size() throws IOException {
    @Nullable Long size = journal.read(connection -> count(connection, "message"));
    return size == null ? 0 : size;
  }

  static long count(Connection connection, String table) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select count(*) from " + table);
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public void close() {
    outgoing.close();
    journal.close();
  }

  /// A message that has not ended.
  ///
  /// @param entry as it was accepted
  /// @param state where it stands
  public record Open(Entry entry, State state) {}
}
