package io.steward.runtime.process;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that the broker has what this node has said of how messages ended. A broker that was
/// set back lacks the newest of it, one that lost its disk all: so from the latest back to the
/// first that is there, everything is said again.
///
/// @param ledger what was said
/// @param bus to the broker
record AnswerWatch(Ledger ledger, Bus bus) {

  private static final Logger log = LoggerFactory.getLogger(AnswerWatch.class);
  private static final int PAGE = 50;

  /// Looks once; as a rule with one question to the broker.
  void look(Addresses addresses) throws IOException, InterruptedException {
    long before = Long.MAX_VALUE;
    List<Said> page = ledger.said(before, 1);
    while (!page.isEmpty()) {
      List<Said> lost = new ArrayList<>();
      boolean found = false;
      for (Said each : page) {
        found = isThere(each, addresses);
        if (found) {
          break;
        }
        lost.add(each);
      }
      if (!lost.isEmpty()) {
        log.warn("the broker has lost {} outcomes; they are said again", lost.size());
        ledger.sayAgain(lost.reversed());
      }
      if (found) {
        return;
      }
      before = page.getLast().number();
      page = ledger.said(before, PAGE);
    }
  }

  private boolean isThere(Said said, Addresses addresses) throws IOException, InterruptedException {
    Optional<Delivery> last = bus.last(addresses.repliesStream(), said.posting().subject());
    return last.flatMap(delivery -> delivery.headers().find(Header.STATE)).stream()
        .anyMatch(said.posting().headers().getOrDefault(Header.STATE, "")::equals);
  }
}
