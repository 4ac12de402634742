package io.steward.runtime.process;

import io.steward.api.NodeLog;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all processes of a node share.
///
/// @param node its name
/// @param clock its clock, as far as it is known how it differs from the broker's
/// @param ledger what it has accepted
/// @param answers how it answers
/// @param timers its timers
/// @param arguments of what it has accepted
/// @param outbox how it sends messages to others
/// @param objects what is too large for its messages
/// @param recentLog what it has logged that somebody should know of
/// @param facts what its sources tell about it
/// @param changes told when it is otherwise
/// @param data where bindings have their folders
/// @param metrics told what happens
record Host(
    NodeName node,
    FleetClock clock,
    Ledger ledger,
    AnswerFactory answers,
    Timers timers,
    ArgumentLoader arguments,
    Outbox outbox,
    ObjectStore objects,
    NodeLog recentLog,
    Facts facts,
    ChangeListeners changes,
    Path data,
    MetricsListener metrics) {

  private static final Logger log = LoggerFactory.getLogger(Node.class);

  /// The folder of one binding, which exists.
  Path folder(Subject subject) throws IOException {
    return Files.createDirectories(
        data.resolve(subject.type() + "." + subject.method() + "." + subject.domain()));
  }

  /// Lets go of the body of a message that is not to be executed, unless it is a copy of one that
  /// is. Returns at once.
  void discardEndedBody(LedgerEntry entry) {
    if (entry.bodyAt().isPresent()) {
      Thread.ofVirtual()
          .name("dismiss " + entry.id())
          .start(() -> {
            try {
              if (ledger.state(entry.id()).filter(State::isTerminal).isPresent()) {
                arguments.discard(entry);
              }
            } catch (IOException e) {
              log.debug("the body of {} is left to the broker: {}", entry.id(), e.getMessage());
            }
          });
    }
  }

  /// Ends an accepted message, and says so.
  ///
  /// @param details what there is to tell, however large
  /// @return whether it had not ended before
  /// @throws IOException when it could not be made durable
  boolean end(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws IOException {
    boolean ended = ledger.advance(entry.id(), state, terminalAnswer(entry, state, details));
    afterEnd(entry);
    return ended;
  }

  /// Does as {@link #end}, and completes on the ledger's own thread.
  CompletableFuture<Boolean> endLater(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details) throws IOException {
    return ledger
        .advanceLater(entry.id(), state, terminalAnswer(entry, state, details))
        .whenComplete((ended, failure) -> {
          if (failure == null) {
            afterEnd(entry);
          }
        });
  }

  private void afterEnd(LedgerEntry entry) {
    arguments.discard(entry);
    if (entry.occasion().isPresent()) {
      changes.notifyListener(); // the unit's state shows how its schedules' latest runs ended
    }
  }

  private OutboxMessage terminalAnswer(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details) throws IOException {
    return answers.terminal(entry, state, details, ledger.bodies());
  }
}
