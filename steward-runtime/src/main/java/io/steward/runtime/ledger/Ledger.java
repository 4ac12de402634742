package io.steward.runtime.ledger;

import io.steward.api.State;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What this node has accepted and what came of it. What a method returned from is on the disk.
///
/// Safe for use by any thread. Everything a change makes this node say is posted to the {@link
/// Outgoing} part in the same transaction: there is no state without its answer, and no answer
/// without its state.
public final class Ledger implements AutoCloseable {

  private static final String SCHEMA =
      CursorStep.SCHEMA
          + Outgoing.SCHEMA
          + Messages.SCHEMA
          + Cancellations.SCHEMA
          + Unaccepted.SCHEMA
          + Forgetting.SCHEMA
          + Schedules.SCHEMA
          + BodyRows.INDEXES;

  /// How large a body a node takes and gives when it is not said.
  private static final long USUAL_LARGEST_BODY = 64L << 20;

  private final Database database;
  private final Journal journal;
  private final Outgoing outgoing;
  private final Unaccepted unaccepted;
  private final Bodies bodies;
  private final InstantSource clock;
  private final Cancellations cancellations;
  private final Schedules schedules;

  private Ledger(Database database, Journal journal, Bodies bodies, InstantSource clock)
      throws IOException {
    this.database = database;
    this.journal = journal;
    this.bodies = bodies;
    this.clock = clock;
    this.outgoing = Outgoing.in(journal, bodies);
    this.unaccepted = new Unaccepted(journal, outgoing, bodies);
    this.cancellations = Cancellations.in(journal);
    this.schedules = new Schedules(journal);
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
    Connection connection =
        database.open(SCHEMA, List.of(Messages.SINCE_2 + Schedules.SCHEMA, Deaths.SINCE_3));
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

  /// The messages it has sent and nobody has accepted yet.
  public Unaccepted unaccepted() {
    return unaccepted;
  }

  /// What is to be run again and again.
  public Schedules schedules() {
    return schedules;
  }

  /// Accepts a message: exactly one last state follows. Completes when it is on the disk, on the
  /// ledger's own thread and in the order of the calls, with whether it is new; when it is not,
  /// nothing was changed. Fails when it could not be made durable.
  ///
  /// @param step moves the cursor in the same transaction, where the message was stored
  public CompletableFuture<Boolean> acceptLater(
      Entry entry, Posting answer, Optional<CursorStep> step) {
    return record(
        entry, State.Open.ACCEPTED, false, answer, connection -> CursorStep.take(connection, step));
  }

  /// Accepts a run of a schedule, as {@link #acceptLater} does a message.
  ///
  /// @param step of the schedule, made in the same transaction
  public CompletableFuture<Boolean> acceptLater(Entry entry, Posting answer, ScheduleStep step) {
    return record(entry, State.Open.ACCEPTED, false, answer, step::take);
  }

  /// Notes a message that has ended as soon as it came: rejected, expired, cancelled, or an event
  /// that was received. Completes as {@link #acceptLater} does.
  public CompletableFuture<Boolean> concludeLater(
      Entry entry, State state, Posting answer, Optional<CursorStep> step) {
    return record(entry, state, true, answer, connection -> CursorStep.take(connection, step));
  }

  /// Notes a run of a schedule that has ended as soon as it was due, as {@link #concludeLater} does
  /// a message.
  ///
  /// @param step of the schedule, made in the same transaction
  public CompletableFuture<Boolean> concludeLater(
      Entry entry, State state, Posting answer, ScheduleStep step) {
    return record(entry, state, true, answer, step::take);
  }

  /// Remembers a message as done elsewhere and before, without saying anything.
  ///
  /// @throws IOException when it could not be made durable
  public void remember(Entry entry, State state, CursorStep step) throws IOException {
    journal.commit(connection -> {
      CursorStep.take(connection, Optional.of(step));
      return Messages.insert(connection, entry, state, Optional.of(clock.instant()));
    });
  }

  /// Moves on in what brought a message.
  @FunctionalInterface
  private interface Step {
    void take(Connection connection) throws SQLException;
  }

  private CompletableFuture<Boolean> record(
      Entry entry, State state, boolean ended, Posting answer, Step step) {
    Optional<Instant> at = ended ? Optional.of(clock.instant()) : Optional.empty();
    return journal
        .later(connection -> {
          step.take(connection);
          boolean fresh = Messages.insert(connection, entry, state, at);
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
        .later(connection -> Messages.change(connection, id, state, answer, clock.instant()))
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
    return journal.read(connection -> Messages.isAt(connection, id, sequence));
  }

  /// Where a message stands here, when it ever came.
  ///
  /// @throws IOException when the ledger cannot be read
  public Optional<State> state(String id) throws IOException {
    return journal.read(connection -> Messages.state(connection, id));
  }

  /// What was accepted and has not ended, in the order of acceptance, with where it stands.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<Open> open() throws IOException {
    return journal.read(Messages::open);
  }

  /// Counts one more death for what ran when the node was here last, unless it was {@linkplain
  /// #stopped stopped}.
  ///
  /// @throws IOException when it could not be made durable
  public void started() throws IOException {
    var _ = journal.commit(Deaths::count);
  }

  /// The node stops because it was asked to: what still runs has not killed it.
  ///
  /// @throws IOException when it could not be made durable
  public void stopped() throws IOException {
    var _ = journal.commit(Deaths::forgive);
  }

  /// Remembers that an id is cancelled, whether the message has come yet or not.
  ///
  /// @throws IOException when it could not be made durable
  public void cancel(String id) throws IOException {
    cancellations.add(journal, id);
  }

  /// Whether an id was cancelled. Asked of each command, so it is known without reading.
  public boolean isCancelled(String id) {
    return cancellations.contains(id);
  }

  /// Up to which sequence the messages stored for a subject have been taken.
  ///
  /// @return the sequence; 0 when none was; nothing when the ledger knows another incarnation of
  ///   the stream, or none
  /// @throws IOException when the ledger cannot be read
  public OptionalLong cursor(String subject, String incarnation) throws IOException {
    return journal.read(connection -> CursorStep.last(connection, subject, incarnation));
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
          cancellations.forget(connection);
          return BodyRows.unnamed(connection, files);
        }));
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
  /// @param deaths how often in a row the node died while it ran
  public record Open(Entry entry, State state, int deaths) {}
}
