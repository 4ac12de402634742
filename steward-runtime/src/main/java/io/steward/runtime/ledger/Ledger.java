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
import java.time.InstantSource;
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
      create table message (
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
        body_at text,
        state text not null,
        ended integer,
        said integer,
        answer_subject text,
        answer_headers text,
        answer_body blob,
        file text,
        file_size integer);
      create index message_open on message (ended) where ended is null;
      create index message_said on message (said) where said is not null;
      create table cursor (
        subject text primary key,
        incarnation text not null,
        sequence integer not null);
      create table cancelled (
        number integer primary key autoincrement,
        id text not null unique);
      create table outbox (
        number integer primary key autoincrement,
        subject text not null,
        headers text not null,
        body blob not null,
        copy_to text,
        file text,
        file_size integer);
      """
          + Unaccepted.SCHEMA
          + Forgetting.SCHEMA
          + BodyRows.INDEXES;

  /// How large a body a node takes and gives when it is not said.
  private static final long USUAL_LARGEST_BODY = 64L << 20;

  private final Database database;
  private final Journal journal;
  private final Outgoing outgoing;
  private final Unaccepted unaccepted;
  private final Bodies bodies;
  private final InstantSource clock;
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

  private Ledger(Database database, Journal journal, Bodies bodies, InstantSource clock)
      throws IOException {
    this.database = database;
    this.journal = journal;
    this.bodies = bodies;
    this.clock = clock;
    this.outgoing = Outgoing.in(journal, bodies);
    this.unaccepted = new Unaccepted(journal, outgoing, bodies);
    this.cancelled.addAll(journal.read(Ledger::cancelled));
    bodies.deleteAllBut(journal.read(BodyRows::named));
  }

  /// Opens the ledger in a node's data folder, and makes both where there are none. A damaged one
  /// is set aside, which {@link #problems} tells from then on.
  ///
  /// @param clock that says when something ended
  /// @throws IOException when the file cannot be used
  public static Ledger open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, USUAL_LARGEST_BODY);
  }

  /// Opens the ledger of a node with a limit of its own.
  ///
  /// @param clock that says when something ended
  /// @param largestBody how large a body it takes and gives, in bytes
  /// @throws IOException when the file cannot be used
  public static Ledger open(Path folder, InstantSource clock, long largestBody) throws IOException {
    Database database = new Database(folder);
    Connection connection = database.open(SCHEMA);
    return new Ledger(
        database,
        new Journal(connection, "ledger " + folder.getFileName()),
        new Bodies(folder.resolve("bodies"), largestBody),
        clock);
  }

  /// What is wrong with it, for the node's state.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    journal.failure().ifPresent(why -> problems.add("the ledger cannot be written: " + why));
    try {
      database.damaged().forEach(file -> problems.add("a damaged ledger was set aside as " + file));
    } catch (IOException e) {
      problems.add("the data folder cannot be read: " + e.getMessage());
    }
    return problems;
  }

  /// The bodies that are too large for a row.
  public Bodies bodies() {
    return bodies;
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
  ///
  /// @param step moves the cursor in the same transaction, where the message was stored
  public CompletableFuture<Boolean> acceptLater(
      Entry entry, Posting answer, Optional<CursorStep> step) {
    return record(entry, State.Open.ACCEPTED, false, answer, step);
  }

  /// Notes a message that has ended as soon as it came: rejected, expired, cancelled, or an event
  /// that was received. Completes as {@link #acceptLater} does.
  public CompletableFuture<Boolean> concludeLater(
      Entry entry, State state, Posting answer, Optional<CursorStep> step) {
    return record(entry, state, true, answer, step);
  }

  /// Remembers a message as done elsewhere and before, without saying anything.
  ///
  /// @throws IOException when it could not be made durable
  public void remember(Entry entry, State state, CursorStep step) throws IOException {
    journal.commit(connection -> {
      CursorStep.take(connection, Optional.of(step));
      return insert(connection, entry, state, true);
    });
  }

  private CompletableFuture<Boolean> record(
      Entry entry, State state, boolean ended, Posting answer, Optional<CursorStep> step) {
    return journal
        .later(connection -> {
          CursorStep.take(connection, step);
          boolean fresh = insert(connection, entry, state, ended);
          Optional<Posting> said =
              fresh ? Optional.of(answer) : Said.again(connection, entry, answer);
          if (said.isPresent()) {
            long number = Outgoing.insert(connection, said.get());
            if (fresh && ended) {
              Said.keep(connection, entry.id(), answer, number);
            }
          }
          return new Recorded(fresh, said.map(Posting::size));
        })
        .thenApply(recorded -> {
          recorded.posted().ifPresent(outgoing::posted);
          return recorded.fresh();
        });
  }

  /// @param fresh whether the message is new
  /// @param posted how long what was posted is
  private record Recorded(boolean fresh, Optional<Long> posted) {}

  private boolean insert(Connection connection, Entry entry, State state, boolean ended)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert or ignore into message (id, subject, sender, received, expires, timeout,
              sequence, trace, reply_to, body, state, ended, body_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
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
      insert.setObject(12, ended ? clock.millis() : null);
      insert.setString(13, entry.bodyAt().orElse(null));
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
        .later(connection -> change(connection, id, state, answer))
        .whenComplete((advanced, failure) -> {
          if (failure != null) {
            bodies.delete(answer.file().map(BodyFile::name).stream().toList());
          }
        })
        .thenApply(advanced -> {
          bodies.delete(advanced.unnamed());
          if (advanced.changed()) {
            outgoing.posted(answer.size());
          }
          return advanced.changed();
        });
  }

  /// What came of an advance.
  ///
  /// @param changed whether the transition exists
  /// @param unnamed the bodies that nobody needs any more
  private record Advanced(boolean changed, List<String> unnamed) {}

  private Advanced change(Connection connection, String id, State state, Posting answer)
      throws SQLException {
    Optional<State> before = state(connection, id);
    if (before.isEmpty() || !before.get().next().contains(state)) {
      List<String> unsaid = answer.file().map(BodyFile::name).stream().toList();
      return new Advanced(false, BodyRows.unnamed(connection, unsaid));
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            state.isLast()
                ? "update message set state = ?, ended = ?, body = x'' where id = ?"
                : "update message set state = ?, ended = ? where id = ?")) {
      update.setString(1, state.word());
      update.setObject(2, state.isLast() ? clock.millis() : null);
      update.setString(3, id);
      update.executeUpdate();
    }
    long number = Outgoing.insert(connection, answer);
    if (!state.isLast()) {
      return new Advanced(true, List.of());
    }
    return new Advanced(true, Said.keep(connection, id, answer, number));
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
      bodies.delete(
          journal.commit(connection ->
              Said.keep(
                  connection,
                  each.id(),
                  each.posting(),
                  Outgoing.insert(connection, each.posting()))));
      outgoing.posted(each.posting().size());
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
        row.getBytes("body"),
        Optional.ofNullable(row.getString("body_at")));
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
          connection.prepareStatement("insert or ignore into cancelled (id) values (?)")) {
        insert.setString(1, id);
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

  /// Forgets what came, and what was cancelled, longer ago than it need be kept: by its place in
  /// the order and by when that place was reached, since a node's own clock may have been anything.
  /// What has not ended is kept, and what has a later expiry, since it may come again until then.
  ///
  /// @param now the time, by a clock that can be relied on
  /// @throws IOException when it could not be made durable
  public void forget(Instant now, Duration keep) throws IOException {
    bodies.delete(
        journal.commit(connection -> {
          List<String> files = Forgetting.forget(connection, now, keep);
          return BodyRows.unnamed(connection, files);
        }));
    cancelled.retainAll(journal.read(Ledger::cancelled));
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
