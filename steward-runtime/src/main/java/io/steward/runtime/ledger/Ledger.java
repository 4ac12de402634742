package io.steward.runtime.ledger;

import io.steward.api.State;
import io.steward.runtime.files.FolderIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The messages that this node has accepted, and their outcomes. When a method returns, its change
/// is on the disk.
///
/// Safe for use by any thread. Every answer that a change causes is appended to the {@linkplain
/// OutboxStore outbox} in the same transaction: there is no state without its answer, and no answer
/// without its state.
public final class Ledger implements AutoCloseable {

  /// The default limit for a body that a node accepts or sends, in bytes.
  private static final long DEFAULT_MAX_BODY = 64L << 20;

  private final Database database;
  private final GroupCommitWriter writer;
  private final OutboxStore outbox;
  private final UnacceptedStore unaccepted;
  private final BodyStore bodies;
  private final InstantSource clock;
  private final Cancellations cancellations;
  private final CursorStore cursors;
  private final ScheduleStore schedules;
  private final OutcomeStore outcomes;
  private final MessageRecorder messages;

  private Ledger(Database database, GroupCommitWriter writer, BodyStore bodies, InstantSource clock)
      throws IOException {
    this.database = database;
    this.writer = writer;
    this.bodies = bodies;
    this.clock = clock;
    this.outbox = OutboxStore.load(writer, bodies);
    this.unaccepted = new UnacceptedStore(writer, outbox, bodies);
    this.cancellations = Cancellations.load(writer);
    this.cursors = new CursorStore(writer);
    this.schedules = new ScheduleStore(writer);
    this.outcomes = new OutcomeStore(writer, outbox, bodies);
    this.messages = new MessageRecorder(writer, outbox, clock);
    bodies.deleteAllBut(writer.read(BodyRows::referenced));
  }

  /// Opens the ledger in a node's data folder, and creates both if they are missing. A damaged
  /// ledger is set aside, which {@link #problems} reports from then on.
  ///
  /// @param clock the clock for the time at which a message ends
  /// @throws IOException if the file cannot be used
  public static Ledger open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, DEFAULT_MAX_BODY);
  }

  /// Opens the ledger of a node with its own limit for bodies.
  ///
  /// @param clock the clock for the time at which a message ends
  /// @param maxBodySize the limit for a body that the node accepts or sends, in bytes
  /// @throws IOException if the file cannot be used
  public static Ledger open(Path folder, InstantSource clock, long maxBodySize) throws IOException {
    Database database = new Database(folder);
    Connection connection = database.open(Schema.TABLES, Schema.MIGRATIONS);
    return new Ledger(
        database,
        new GroupCommitWriter(
            connection, "ledger " + folder.getFileName(), FolderIdentity.of(folder)),
        new BodyStore(folder.resolve("bodies"), maxBodySize),
        clock);
  }

  /// The problems of the ledger, for the state of the node.
  public List<String> problems() {
    List<String> problems = new ArrayList<>(writer.problems());
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

  /// The outbox: what this node has yet to send.
  public OutboxStore outbox() {
    return outbox;
  }

  /// The messages that this node has sent and their receivers have not accepted yet.
  public UnacceptedStore unaccepted() {
    return unaccepted;
  }

  /// The outcomes of messages, as far as they are kept.
  public OutcomeStore outcomes() {
    return outcomes;
  }

  /// The cursors over the streams of commands.
  public CursorStore cursors() {
    return cursors;
  }

  /// The schedules.
  public ScheduleStore schedules() {
    return schedules;
  }

  /// Accepts a message: exactly one terminal state follows. Completes when this is on the disk, on
  /// the thread of the ledger and in the order of the calls. Unless the message is new, nothing but
  /// the cursor was changed. Fails if it could not be made durable.
  ///
  /// @param step moves the cursor in the same transaction, if the message was read from its stream
  public CompletableFuture<Recorded> acceptLater(
      LedgerEntry entry, OutboxMessage answer, Optional<CursorAdvance> step) {
    return messages.accept(entry, answer, MessageRecorder.Step.of(step));
  }

  /// Accepts a run of a schedule, as {@link #acceptLater} accepts a message.
  ///
  /// @param step the step of the schedule, part of the same transaction
  public CompletableFuture<Recorded> acceptLater(
      LedgerEntry entry, OutboxMessage answer, ScheduleAdvance step) {
    return messages.accept(entry, answer, step::apply);
  }

  /// Records a message that ended when it arrived: expired, cancelled, or an event that was
  /// received. Completes as {@link #acceptLater} does.
  public CompletableFuture<Recorded> concludeLater(
      LedgerEntry entry, State state, OutboxMessage answer, Optional<CursorAdvance> step) {
    return messages.conclude(entry, state, answer, MessageRecorder.Step.of(step));
  }

  /// Records a run of a schedule that ended when it was due, as {@link #concludeLater} records a
  /// message.
  ///
  /// @param step the step of the schedule, part of the same transaction
  public CompletableFuture<Recorded> concludeLater(
      LedgerEntry entry, State state, OutboxMessage answer, ScheduleAdvance step) {
    return messages.conclude(entry, state, answer, step::apply);
  }

  /// Answers a message that is refused, and moves the cursor over it. The message itself is not
  /// recorded: whoever may not send takes neither an id nor room. Completes as {@link #acceptLater}
  /// does.
  ///
  /// @param answer to be sent, unless the message was accepted before
  public CompletableFuture<Recorded> refuseLater(
      LedgerEntry entry, Optional<OutboxMessage> answer, Optional<CursorAdvance> step) {
    return messages.refuse(entry, answer, step);
  }

  /// Records a message that ended elsewhere and earlier, without an answer.
  ///
  /// @throws IOException if it could not be made durable
  public void remember(LedgerEntry entry, State state, CursorAdvance step) throws IOException {
    writer.commit(connection -> {
      step.apply(connection);
      return MessageTable.insert(connection, entry, state, Optional.of(clock.instant()));
    });
  }

  /// Records a further state of an accepted message, and appends its answer to the outbox.
  ///
  /// @return whether the transition exists; if not, nothing was changed
  /// @throws IOException if it could not be made durable
  public boolean advance(MessageKey key, State state, OutboxMessage answer) throws IOException {
    return GroupCommitWriter.await(advanceLater(key, state, answer));
  }

  /// Does the same as {@link #advance}, and completes on the thread of the ledger when it is on the
  /// disk. Later calls see the new state.
  public CompletableFuture<Boolean> advanceLater(
      MessageKey key, State state, OutboxMessage answer) {
    return writer
        .commitLater(
            connection -> MessageTable.change(connection, key, state, answer, clock.instant()))
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

  /// The state of a message; empty if it never arrived.
  ///
  /// @throws IOException if the ledger cannot be read
  public Optional<State> state(MessageKey key) throws IOException {
    return writer.read(connection -> MessageTable.state(connection, key));
  }

  /// Whether a message is recorded: as a duplicate, or as another sender's message with its id.
  ///
  /// @return empty if neither is
  /// @throws IOException if the ledger cannot be read
  public Optional<Recorded> find(LedgerEntry entry) throws IOException {
    return writer.read(connection ->
        MessageTable.sender(connection, entry.key())
            .map(sender -> sender.equals(entry.from()) ? Recorded.DUPLICATE : Recorded.ID_TAKEN));
  }

  /// The messages that were accepted and have not ended, in the order of acceptance, with their
  /// states.
  ///
  /// @throws IOException if the ledger cannot be read
  public List<OpenMessage> open() throws IOException {
    return writer.read(MessageTable::open);
  }

  /// Counts another crash for the messages that ran when the node last ended, unless it was
  /// {@linkplain #recordStop stopped}.
  ///
  /// @throws IOException if it could not be made durable
  public void recordStart() throws IOException {
    var _ = writer.commit(CrashCounter::count);
  }

  /// Records that the node stops on request: the messages that still run have not killed it.
  ///
  /// @throws IOException if it could not be made durable
  public void recordStop() throws IOException {
    var _ = writer.commit(CrashCounter::reset);
  }

  /// Records that a command is cancelled, whether or not it has arrived.
  ///
  /// @return false if it is not recorded, since the canceller has too many commands cancelled that
  ///   have not ended
  /// @throws IOException if it could not be made durable
  public boolean cancel(Cancellation cancellation) throws IOException {
    return cancellations.add(writer, cancellation);
  }

  /// The cancellations of a command, by anybody. Looked up for each command, so they are answered
  /// from memory.
  public Set<Cancellation> cancellations(MessageKey key) {
    return cancellations.of(key);
  }

  /// Deletes messages and cancellations that arrived longer ago than they must be kept. Their age
  /// is known from their numbers and from when the ledger reached these, since a node's own clock
  /// may have been wrong. Messages that have not ended are kept, and so are those with a later
  /// expiry, since they may arrive again until then.
  ///
  /// @param now the time, by a clock that can be trusted
  /// @throws IOException if it could not be made durable
  public void prune(Instant now, Duration keep) throws IOException {
    bodies.delete(
        writer.commit(connection -> {
          List<String> files = LedgerRetention.prune(connection, now, keep);
          cancellations.retainStored(connection);
          return BodyRows.unreferenced(connection, files);
        }));
  }

  /// The number of messages in the ledger.
  ///
  /// @throws IOException if the ledger cannot be read
  public long size() throws IOException {
    return writer.read(connection -> Database.count(connection, "message"));
  }

  @Override
  public void close() {
    outbox.close();
    writer.close();
  }
}
