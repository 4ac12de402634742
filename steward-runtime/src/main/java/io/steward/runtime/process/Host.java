package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.RecentLog;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.storage.BindingFolders;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all processes of a node share.
///
/// @param node its name
/// @param clock its clock, corrected by the offset to the broker's clock as far as that is known
/// @param ledger what it has accepted
/// @param answers creates its answers
/// @param timers its timers
/// @param arguments loads the arguments of what it has accepted
/// @param outbox sends its messages to other nodes
/// @param objects stores what is too large for its messages
/// @param recentLog its recent warnings and errors
/// @param facts what its sources report about it
/// @param changes notified when its state changes
/// @param folders the folders of its bindings
/// @param metrics notified of what happens to messages
record Host(
    NodeName node,
    FleetClock clock,
    Ledger ledger,
    AnswerFactory answers,
    Timers timers,
    ArgumentLoader arguments,
    Outbox outbox,
    ObjectStore objects,
    RecentLog recentLog,
    Facts facts,
    ChangeListeners changes,
    BindingFolders folders,
    MetricsListener metrics) {

  private static final Logger log = LoggerFactory.getLogger(Node.class);

  /// The context of a message, for its handler.
  ///
  /// @throws IOException if the folder of the binding cannot be created
  HandlerContext context(LedgerEntry entry) throws IOException {
    Subject subject = entry.subject();
    String binding = subject.type() + "." + subject.method() + "." + subject.domain();
    return new HandlerContext(entry, folders.of(binding), outbox, objects);
  }

  /// Discards the body of a message that is not executed, unless the message is a duplicate of one
  /// that has not ended. Returns at once.
  void discardEndedBody(LedgerEntry entry) {
    if (entry.bodyAt().isPresent()) {
      Thread.ofVirtual()
          .name("discard body " + entry.id())
          .start(() -> {
            try {
              if (ledger.state(entry.id()).filter(State::isTerminal).isPresent()) {
                arguments.discard(entry);
              }
            } catch (IOException e) {
              log.debug(
                  "the body of {} stays in the bucket until its retention ends: {}",
                  entry.id(),
                  e.getMessage());
            }
          });
    }
  }

  /// Records the outcome of an accepted message and publishes it.
  ///
  /// @param details further fields of the outcome, of any size
  /// @return whether it had not ended before
  /// @throws IOException if it could not be made durable
  boolean end(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws IOException {
    boolean ended = ledger.advance(entry.id(), state, terminalAnswer(entry, state, details));
    afterEnd(entry);
    return ended;
  }

  /// Like {@link #end}, but completes on the ledger's own thread.
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
    if (entry.trigger().isPresent()) {
      changes.notifyListener(); // the unit's state shows the outcome of each schedule's last run
    }
  }

  private OutboxMessage terminalAnswer(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details) throws IOException {
    return answers.terminal(entry, state, details, ledger.bodies());
  }
}
