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
          + OutboxStore.SCHEMA
          + MessageTable.SCHEMA
          + Cancellations.SCHEMA
          + UnacceptedStore.SCHEMA
          + LedgerRetention.SCHEMA
          + ScheduleStore.SCHEMA
          + BodyRows.INDEXES;

  /// How large a body a node takes and gives when it is not said.
  private static final long DEFAULT_MAX_BODY = 64L << 20;

  private final Database database;
  private final GroupCommitWriter writer;
  private final OutboxStore outbox;
  private final UnacceptedStore unaccepted;
  private final BodyStore bodies;
  private final InstantSource clock;
  private final Cancellations cancellations;
  private final ScheduleStore schedules;

  private Ledger(Database database, GroupCommitWriter writer, BodyStore bodies, InstantSource clock)
      throws IOException {
    this.database = database;
    this.writer = writer;
    this.bodies = bodies;
    this.clock = clock;
    this.outbox = OutboxStore.load(writer, bodies);
    this.unaccepted = new UnacceptedStore(writer, outbox, bodies);
    this.cancellations = Cancellations.load(writer);
    this.schedules = new ScheduleStore(writer);
    bodies.deleteAllBut(writer.read(BodyRows::referenced));
  }

  /// Opens the ledger in a node's data folder, and makes both where there are none. A damaged one
  /// is set aside, which {@link #problems} tells from then on.
  ///
  /// @param clock that says when something ended
  /// @throws IOException when the file cannot be used
  public static Ledger open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, DEFAULT_MAX_BODY);
  }

  /// Opens the ledger of a node with a limit of its own.
  ///
  /// @param clock that says when something ended
  /// @param maxBodySize how large a body it takes and gives, in bytes
  /// @throws IOException when the file cannot be used
  public static Ledger open(Path folder, InstantSource clock, long maxBodySize) throws IOException {
    Database database = new Database(folder);
    Connection connection =
        database.open(
            SCHEMA,
            List.of(
                MessageTable.MIGRATION_TO_2 + ScheduleStore.SCHEMA, CrashCounter.MIGRATION_TO_3));
    return new Ledger(
        database,
        new GroupCommitWriter(connection, "ledger " + folder.getFileName()),
        new BodyStore(folder.resolve("bodies"), maxBodySize),
        clock);
  }

  /// What is wrong with it, for the node's state.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    writer.failure().ifPresent(why -> problems.add("the ledger cannot be written: " + why));
    try {
      database.damaged().forEach(file -> problems.add("a damaged ledger was set aside as " + file));
    } catch (IOException e) {
      problems.add("the data folder cannot be read: " + e.getMessage());
    }
    return problems;
  }

  /// The bodies that are too large for a row.
  public BodyStore bodies() {
    return bodies;
  }

  /// What this node has yet to say.
  public OutboxStore outgoing() {
    return outbox;
  }

  /// The messages it has sent and nobody has accepted yet.
  public UnacceptedStore unaccepted() {
    return unaccepted;
  }

  /// What is to be run again and again.
  public ScheduleStore schedules() {
    return schedules;
  }

  /// Accepts a message: exactly one last state follows. Completes when it is on the disk, on the
  /// ledger's own thread and in the order of the calls, with whether it is new; when it is not,
  /// nothing was changed. Fails when it could not be made durable.
  ///
  /// @param step moves the cursor in the same transaction, where the message was stored
  public CompletableFuture<Boolean> acceptLater(
      LedgerEntry entry, OutboxMessage answer, Optional<CursorStep> step) {
    return record(
        entry,
        State.InProgress.ACCEPTED,
        false,
        answer,
        connection -> CursorStep.apply(connection, step));
  }

  /// Accepts a run of a schedule, as {@link #acceptLater} does a message.
  ///
  /// @param step of the schedule, made in the same transaction
  public CompletableFuture<Boolean> acceptLater(
      LedgerEntry entry, OutboxMessage answer, ScheduleStep step) {
    return record(entry, State.InProgress.ACCEPTED, false, answer, step::apply);
  }

  /// Notes a message that has ended as soon as it came: rejected, expired, cancelled, or an event
  /// that was received. Completes as {@link #acceptLater} does.
  public CompletableFuture<Boolean> concludeLater(
      LedgerEntry entry, State state, OutboxMessage answer, Optional<CursorStep> step) {
    return record(entry, state, true, answer, connection -> CursorStep.apply(connection, step));
  }

  /// Notes a run of a schedule that has ended as soon as it was due, as {@link #concludeLater} does
  /// a message.
  ///
  /// @param step of the schedule, made in the same transaction
  public CompletableFuture<Boolean> concludeLater(
      LedgerEntry entry, State state, OutboxMessage answer, ScheduleStep step) {
    return record(entry, state, true, answer, step::apply);
  }

  /// Remembers a message as done elsewhere and before, without saying anything.
  ///
  /// @throws IOException when it could not be made durable
  public void remember(LedgerEntry entry, State state, CursorStep step) throws IOException {
    writer.commit(connection -> {
      CursorStep.apply(connection, Optional.of(step));
      return MessageTable.insert(connection, entry, state, Optional.of(clock.instant()));
    });
  }

  /// Moves on in what brought a message.
  @FunctionalInterface
  private interface Step {
    void apply(Connection connection) throws SQLException;
  }

  private CompletableFuture<Boolean> record(
      LedgerEntry entry, State state, boolean ended, OutboxMessage answer, Step step) {
    Optional<Instant> at = ended ? Optional.of(clock.instant()) : Optional.empty();
    return writer
        .commitLater(connection -> {
          step.apply(connection);
          boolean fresh = MessageTable.insert(connection, entry, state, at);
          Optional<OutboxMessage> outgoing =
              fresh ? Optional.of(answer) : KeptOutcome.toResend(connection, entry, answer);
          if (outgoing.isPresent()) {
            long number = OutboxStore.insert(connection, outgoing.get());
            if (fresh && ended) {
              KeptOutcome.store(connection, entry.id(), answer, number);
            }
          }
          return new Recorded(fresh, outgoing.map(OutboxMessage::size));
        })
        .thenApply(recorded -> {
          recorded.appended().ifPresent(outbox::onAppended);
          return recorded.fresh();
        });
  }

  /// @param fresh whether the message is new
  /// @param appended how long what was posted is
  private record Recorded(boolean fresh, Optional<Long> appended) {}

  /// Notes a further state of an accepted message, and says so.
  ///
  /// @return whether the transition exists; when false, nothing was changed
  /// @throws IOException when it could not be made durable
  public boolean advance(String id, State state, OutboxMessage answer) throws IOException {
    return GroupCommitWriter.await(advanceLater(id, state, answer));
  }

  /// Does as {@link #advance}, and completes on the ledger's own thread when it is on the disk.
  /// What is asked of the ledger after it finds it done.
  public CompletableFuture<Boolean> advanceLater(String id, State state, OutboxMessage answer) {
    return writer
        .commitLater(
            connection -> MessageTable.change(connection, id, state, answer, clock.instant()))
        .whenComplete((advanced, failure) -> {
          if (failure != null) {
            bodies.delete(answer.file().map(BodyFile::name).stream().toList());
          }
        })
        .thenApply(advanced -> {
          bodies.delete(advanced.unreferenced());
          if (advanced.changed()) {
            outbox.onAppended(answer.size());
          }
          return advanced.changed();
        });
  }

  /// How messages ended, by what was said of it: the latest first, and nothing that the broker has
  /// not confirmed.
  ///
  /// @param before the place in the order of saying to go back from
  /// @throws IOException when the ledger cannot be read
  public List<KeptOutcome> outcomesBefore(long before, int limit) throws IOException {
    return writer.read(connection -> KeptOutcome.before(connection, before, limit));
  }

  /// Says again how messages ended.
  ///
  /// @throws IOException when it could not be made durable; it is not said
  public void resend(List<KeptOutcome> lost) throws IOException {
    for (KeptOutcome each : lost) {
      bodies.delete(
          writer.commit(connection ->
              KeptOutcome.store(
                  connection,
                  each.id(),
                  each.message(),
                  OutboxStore.insert(connection, each.message()))));
      outbox.onAppended(each.message().size());
    }
  }

  /// Whether a message is here that was stored at a place in its stream.
  ///
  /// @throws IOException when the ledger cannot be read
  public boolean hasAccepted(String id, long sequence) throws IOException {
    return writer.read(connection -> MessageTable.isStoredAt(connection, id, sequence));
  }

  /// Where a message stands here, when it ever came.
  ///
  /// @throws IOException when the ledger cannot be read
  public Optional<State> state(String id) throws IOException {
    return writer.read(connection -> MessageTable.state(connection, id));
  }

  /// What was accepted and has not ended, in the order of acceptance, with where it stands.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<Open> open() throws IOException {
    return writer.read(MessageTable::open);
  }

  /// Counts one more death for what ran when the node was here last, unless it was {@linkplain
  /// #stopped stopped}.
  ///
  /// @throws IOException when it could not be made durable
  public void recordStart() throws IOException {
    var _ = writer.commit(CrashCounter::count);
  }

  /// The node stops because it was asked to: what still runs has not killed it.
  ///
  /// @throws IOException when it could not be made durable
  public void recordStop() throws IOException {
    var _ = writer.commit(CrashCounter::reset);
  }

  /// Remembers that an id is cancelled, whether the message has come yet or not.
  ///
  /// @throws IOException when it could not be made durable
  public void cancel(String id) throws IOException {
    cancellations.add(writer, id);
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
    return writer.read(connection -> CursorStep.position(connection, subject, incarnation));
  }

  /// Forgets what came, and what was cancelled, longer ago than it need be kept: by its place in
  /// the order and by when that place was reached, since a node's own clock may have been anything.
  /// What has not ended is kept, and what has a later expiry, since it may come again until then.
  ///
  /// @param now the time, by a clock that can be relied on
  /// @throws IOException when it could not be made durable
  public void prune(Instant now, Duration keep) throws IOException {
    bodies.delete(
        writer.commit(connection -> {
          List<String> files = LedgerRetention.prune(connection, now, keep);
          cancellations.retainStored(connection);
          return BodyRows.unreferenced(connection, files);
        }));
  }

  /// How many messages it remembers.
  ///
  /// @throws IOException when the ledger cannot be read
  public long size() throws IOException {
    @Nullable Long size = writer.read(connection -> count(connection, "message"));
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
    outbox.close();
    writer.close();
  }

  /// A message that has not ended.
  ///
  /// @param entry as it was accepted
  /// @param state where it stands
  /// @param deaths how often in a row the node died while it ran
  public record Open(LedgerEntry entry, State state, int deaths) {}
}
