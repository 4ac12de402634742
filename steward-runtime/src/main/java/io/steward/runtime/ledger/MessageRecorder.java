package io.steward.runtime.ledger;

import io.steward.api.NodeName;
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

    /// The step of the cursor, if the message was read from its stream.
    static Step of(Optional<CursorAdvance> step) {
      return connection -> {
        if (step.isPresent()) {
          step.get().apply(connection);
        }
      };
    }
  }

  /// Records a message that is accepted.
  CompletableFuture<Recorded> accept(LedgerEntry entry, OutboxMessage answer, Step step) {
    return record(entry, State.InProgress.ACCEPTED, Optional.empty(), answer, step);
  }

  /// Records a message that ends as it arrives.
  CompletableFuture<Recorded> conclude(
      LedgerEntry entry, State state, OutboxMessage answer, Step step) {
    return record(entry, state, Optional.of(clock.instant()), answer, step);
  }

  private CompletableFuture<Recorded> record(
      LedgerEntry entry, State state, Optional<Instant> ended, OutboxMessage answer, Step step) {
    return appended(
        writer.commitLater(connection -> {
          step.apply(connection);
          if (MessageTable.insert(connection, entry, state, ended)) {
            long number = OutboxStore.insert(connection, answer);
            if (ended.isPresent()) {
              KeptOutcome.store(connection, entry.key(), answer, number);
            }
            return new Result(Recorded.NEW, Optional.of(answer));
          }
          return known(connection, entry);
        }));
  }

  /// Answers a message that is refused. It is not recorded, so that it takes no id and no room; the
  /// step alone keeps it from being judged again. If it is recorded, as one that was accepted
  /// before, it is not answered.
  CompletableFuture<Recorded> refuse(
      LedgerEntry entry, Optional<OutboxMessage> answer, Optional<CursorAdvance> step) {
    return appended(
        writer.commitLater(connection -> {
          Step.of(step).apply(connection);
          if (MessageTable.sender(connection, entry.key()).isPresent()) {
            return known(connection, entry);
          }
          if (answer.isPresent()) {
            OutboxStore.insert(connection, answer.get());
          }
          return new Result(Recorded.NEW, answer);
        }));
  }

  private static Result known(Connection connection, LedgerEntry entry) throws SQLException {
    Optional<NodeName> sender = MessageTable.sender(connection, entry.key());
    return new Result(
        sender.stream().anyMatch(entry.from()::equals) ? Recorded.DUPLICATE : Recorded.ID_TAKEN,
        Optional.empty());
  }

  private CompletableFuture<Recorded> appended(CompletableFuture<Result> done) {
    return done.thenApply(result -> {
      result.appended().map(OutboxMessage::size).ifPresent(outbox::onAppended);
      return result.recorded();
    });
  }

  /// @param appended the answer that was appended to the outbox, if any
  private record Result(Recorded recorded, Optional<OutboxMessage> appended) {}
}
