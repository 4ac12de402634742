package io.steward.runtime.agent;

import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts the connections a node has had. That the link is up is said more than once of one
/// connection.
final class SessionCounter {

  private final Bus bus;
  private final AtomicLong reconnects = new AtomicLong();
  private @Nullable String lastSession;

  SessionCounter(Bus bus) {
    this.bus = bus;
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.UP) {
        countSession();
      }
    });
  }

  private synchronized void countSession() {
    try {
      String now = bus.session();
      if (lastSession != null && !lastSession.equals(now)) {
        reconnects.incrementAndGet();
      }
      lastSession = now;
    } catch (IOException gone) {
      // it has gone again; the next one is told, too
    }
  }

  /// How many came after the first.
  long reconnects() {
    return reconnects.get();
  }
}
