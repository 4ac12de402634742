package io.steward.runtime.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The answers that the broker has confirmed, as far as they are kept: the last one, by which to
/// notice that the broker has lost some, and all outcomes, to send them again.
///
/// Safe for use by any thread.
public final class OutcomeStore {

  private final GroupCommitWriter writer;
  private final OutboxStore outbox;
  private final BodyStore bodies;

  OutcomeStore(GroupCommitWriter writer, OutboxStore outbox, BodyStore bodies) {
    this.writer = writer;
    this.outbox = outbox;
    this.bodies = bodies;
  }

  /// The outcomes since a time, latest first, without those that the broker has not confirmed.
  ///
  /// @param before the number in the outbox below which to start
  /// @throws IOException if the ledger cannot be read
  public List<KeptOutcome> before(long before, Instant since, int limit) throws IOException {
    return writer.read(connection -> KeptOutcome.before(connection, before, since, limit));
  }

  /// The last answer that the broker has confirmed; empty if it has confirmed none.
  ///
  /// @throws IOException if the ledger cannot be read
  public Optional<LastAnswer> lastAnswer() throws IOException {
    return writer.read(LastAnswer::find);
  }

  /// Records that the broker has lost the last answer.
  ///
  /// @throws IOException if it could not be made durable
  public void markLastAnswerLost() throws IOException {
    var _ = writer.commit(LastAnswer::markLost);
  }

  /// Sends the state of a message again, unless it has another one by now.
  ///
  /// @param answer with the state
  /// @return whether it is sent
  /// @throws IOException if it could not be made durable; then it is not sent
  public boolean resend(OpenMessage open, OutboxMessage answer) throws IOException {
    boolean appended =
        writer.commit(connection ->
            MessageTable.repeat(connection, open.entry().key(), open.state(), answer));
    if (appended) {
      outbox.onAppended(answer.size());
    }
    return appended;
  }

  /// Sends outcomes again.
  ///
  /// @throws IOException if it could not be made durable; then it is not sent
  public void resend(List<KeptOutcome> lost) throws IOException {
    for (KeptOutcome each : lost) {
      bodies.delete(
          writer.commit(connection ->
              KeptOutcome.store(
                  connection,
                  each.key(),
                  each.message(),
                  OutboxStore.insert(connection, each.message()))));
      outbox.onAppended(each.message().size());
    }
  }
}
