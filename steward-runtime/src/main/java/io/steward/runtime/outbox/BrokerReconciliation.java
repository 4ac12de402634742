package io.steward.runtime.outbox;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.ledger.KeptOutcome;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.UnacceptedStore.UnacceptedMessage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recovers from data loss at the broker: finds what it confirmed and then lost, and sends it
/// again: messages that are not yet accepted, and the outcomes of accepted ones.
///
/// A broker that was set back to an older state lacks the newest part of a stream; one that lost
/// its disk lacks all of it. So if the latest message is there, so are the earlier ones, and one
/// lookup per stream is enough. That holds only as long as nothing has been stored since the broker
/// came back, so reconciliation must run before anything is published.
///
/// @param ledger what this node has published
/// @param bus where it should be stored
/// @param acceptance tells which messages need not be stored any longer
record BrokerReconciliation(Ledger ledger, Bus bus, AcceptanceTracker acceptance) {

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
    reconcileOutcomes(addresses);
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

  private void reconcileOutcomes(Addresses addresses) throws IOException, InterruptedException {
    List<KeptOutcome> page = ledger.outcomes().before(Long.MAX_VALUE, 1);
    boolean found = false;
    while (!found && !page.isEmpty()) {
      List<KeptOutcome> lost = new ArrayList<>();
      for (KeptOutcome each : page) {
        found = isStored(each, addresses);
        if (found) {
          break;
        }
        lost.add(each);
      }
      if (!lost.isEmpty()) {
        log.warn("the broker has lost {} outcomes; they are sent again", lost.size());
        ledger.outcomes().resend(lost.reversed());
      }
      page = ledger.outcomes().before(page.getLast().number(), OUTCOME_PAGE_SIZE);
    }
  }

  private boolean isStored(KeptOutcome outcome, Addresses addresses)
      throws IOException, InterruptedException {
    Optional<InboundMessage> last =
        bus.lastMessage(addresses.repliesStream(), outcome.message().subject());
    return last.flatMap(inbound -> inbound.headers().find(Header.STATE)).stream()
        .anyMatch(outcome.message().headers().getOrDefault(Header.STATE, "")::equals);
  }
}
