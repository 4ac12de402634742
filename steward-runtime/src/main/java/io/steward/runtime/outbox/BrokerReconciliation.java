package io.steward.runtime.outbox;

import io.steward.api.State;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.ledger.KeptOutcome;
import io.steward.runtime.ledger.LastAnswer;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.OpenMessage;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.ledger.UnacceptedStore.UnacceptedMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recovers from data loss at the broker: finds what it confirmed and then lost, and sends it
/// again: messages that are not yet accepted, and the states and outcomes of accepted ones.
///
/// A broker that was set back to an older state lacks the newest part of a stream; one that lost
/// its disk lacks all of it. So if the last message that it has confirmed is there, so are the
/// earlier ones, and one lookup per stream is enough. That holds only as long as nothing is
/// recorded as confirmed since the broker came back, so reconciliation must run before anything is.
/// Answers that were sent again are in another order than before, so if the last one is missing,
/// all are compared.
///
/// @param engine this node and its clock
/// @param ledger what this node has published
/// @param bus where it should be stored
/// @param retention how long the broker keeps answers
/// @param acceptance tells which messages need not be stored any longer
record BrokerReconciliation(
    EngineContext engine,
    Ledger ledger,
    Bus bus,
    Duration retention,
    AcceptanceTracker acceptance) {

  private static final Logger log = LoggerFactory.getLogger(BrokerReconciliation.class);
  private static final int MESSAGE_PAGE_SIZE = 500;
  private static final int OUTCOME_PAGE_SIZE = 50;

  /// Reconciles once.
  ///
  /// @throws IOException if the broker cannot be asked or the ledger cannot be written; then call
  ///   it again
  void reconcile(Addresses addresses) throws IOException, InterruptedException {
    for (String stream : ledger.unaccepted().streams()) {
      reconcileMessages(stream, addresses);
    }
    reconcileAnswers(addresses);
  }

  /// Searches backwards from the latest message to the first that is still stored: all later ones
  /// are lost, unless they are settled.
  private void reconcileMessages(String stream, Addresses addresses)
      throws IOException, InterruptedException {
    Deque<UnacceptedMessage> lost = new ArrayDeque<>();
    List<UnacceptedMessage> settled = new ArrayList<>();
    boolean found = false;
    List<UnacceptedMessage> page = ledger.unaccepted().before(stream, Long.MAX_VALUE, 1);
    while (!found && !page.isEmpty()) {
      for (UnacceptedMessage each : page) {
        found = isStored(stream, each);
        if (found) {
          break;
        }
        if (acceptance.isSettled(each, addresses)) {
          settled.add(each);
        } else {
          lost.addFirst(each);
        }
      }
      page = ledger.unaccepted().before(stream, page.getLast().sequence(), MESSAGE_PAGE_SIZE);
    }
    ledger.unaccepted().removeAccepted(settled);
    if (!lost.isEmpty()) {
      log.warn("the broker has lost {} messages of {}; they are sent again", lost.size(), stream);
      ledger.unaccepted().resend(lost);
    }
  }

  private boolean isStored(String stream, UnacceptedMessage sent)
      throws IOException, InterruptedException {
    Optional<InboundMessage> stored = bus.messageAt(stream, sent.sequence());
    return stored.flatMap(inbound -> inbound.headers().find(Header.ID)).stream()
        .anyMatch(sent.id()::equals);
  }

  private void reconcileAnswers(Addresses addresses) throws IOException, InterruptedException {
    Optional<LastAnswer> last = ledger.outcomes().lastAnswer();
    if (last.isEmpty() || isStored(last.get(), addresses)) {
      return;
    }
    StoredAnswers stored = StoredAnswers.read(bus, addresses, engine.node());
    resendLostOutcomes(stored);
    resendLostStates(stored, addresses);
    ledger.outcomes().markLastAnswerLost();
  }

  private boolean isStored(LastAnswer last, Addresses addresses)
      throws IOException, InterruptedException {
    return !last.isLost()
        && bus.messageAt(addresses.repliesStream(), last.sequence())
            .flatMap(inbound -> inbound.headers().find(Header.DEDUPLICATION))
            .filter(last.token()::equals)
            .isPresent();
  }

  private void resendLostOutcomes(StoredAnswers stored) throws IOException {
    Instant since = engine.clock().instant().minus(retention);
    int count = 0;
    List<KeptOutcome> page = ledger.outcomes().before(Long.MAX_VALUE, since, OUTCOME_PAGE_SIZE);
    while (!page.isEmpty()) {
      List<KeptOutcome> lost =
          page.stream().filter(each -> !stored.endWith(each.key(), each.state())).toList();
      ledger.outcomes().resend(lost.reversed());
      count += lost.size();
      page = ledger.outcomes().before(page.getLast().number(), since, OUTCOME_PAGE_SIZE);
    }
    if (count > 0) {
      log.warn("the broker has lost {} outcomes; they are sent again", count);
    }
  }

  private void resendLostStates(StoredAnswers stored, Addresses addresses) throws IOException {
    AnswerFactory answers = new AnswerFactory(addresses, engine.node(), engine.clock());
    for (OpenMessage each : ledger.open()) {
      OutboxMessage answer =
          each.state() == State.InProgress.RUNNING
              ? answers.running(each.entry())
              : answers.accepted(each.entry());
      if (!stored.endWith(each.entry().key(), each.state())
          && ledger.outcomes().resend(each, answer)) {
        log.warn("the broker has lost the state of {}; it is sent again", each.entry().id());
      }
    }
  }
}
