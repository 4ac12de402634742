package io.steward.runtime.ledger;

import io.steward.api.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Records new messages: the message, the answer to it, and the step of what it came from, in one
/// transaction.
///
/// @param clock for the time at which a message ends
record MessageRecorder(GroupCommitWriter writer, OutboxStore outbox, InstantSource clock) {

  /// Advances the source of a message: the cursor or the schedule.
  @FunctionalInterface
  interface Step {
    void apply(Connection connection) throws SQLException;
  }

  /// Records a message that is accepted. Completes with whether it is new.
  CompletableFuture<Boolean> accept(LedgerEntry entry, OutboxMessage answer, Step step) {
    return record(entry, State.InProgress.ACCEPTED, Optional.empty(), answer, step);
  }

  /// Records a message that ends as it arrives. Completes with whether it is new.
  CompletableFuture<Boolean> conclude(
      LedgerEntry entry, State state, OutboxMessage answer, Step step) {
    return record(entry, state, Optional.of(clock.instant()), answer, step);
  }

  private CompletableFuture<Boolean> record(
      LedgerEntry entry, State state, Optional<Instant> ended, OutboxMessage answer, Step step) {
    return writer
        .commitLater(connection -> {
          step.apply(connection);
          boolean fresh = MessageTable.insert(connection, entry, state, ended);
          Optional<OutboxMessage> toSend =
              fresh ? Optional.of(answer) : KeptOutcome.toResend(connection, entry, answer);
          if (toSend.isPresent()) {
            long number = OutboxStore.insert(connection, toSend.get());
            if (fresh && ended.isPresent()) {
              KeptOutcome.store(connection, entry.id(), answer, number);
            }
          }
          return new Recorded(fresh, toSend.map(OutboxMessage::size));
        })
        .thenApply(recorded -> {
          recorded.appended().ifPresent(outbox::onAppended);
          return recorded.fresh();
        });
  }

  /// @param fresh whether the message is new
  /// @param appended the size of the answer that was appended, in bytes, if there is one
  private record Recorded(boolean fresh, Optional<Long> appended) {}
}
