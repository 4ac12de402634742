package io.steward.runtime.ledger;

import java.io.IOException;
import java.util.List;

/// The outcomes of messages, as they were reported. They are kept so that they can be sent again if
/// the broker loses them.
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

  /// The outcomes, latest first, without those that the broker has not confirmed.
  ///
  /// @param before the number in the outbox below which to start
  /// @throws IOException if the ledger cannot be read
  public List<KeptOutcome> before(long before, int limit) throws IOException {
    return writer.read(connection -> KeptOutcome.before(connection, before, limit));
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
