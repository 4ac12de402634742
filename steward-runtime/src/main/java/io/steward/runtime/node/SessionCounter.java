package io.steward.runtime.node;

import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts a node's connections to the broker. One connection may raise several link-up events.
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
      String session = bus.session();
      if (lastSession != null && !lastSession.equals(session)) {
        reconnects.incrementAndGet();
      }
      lastSession = session;
    } catch (IOException gone) {
      // the connection is lost again; the next one raises an event, too
    }
  }

  /// The number of connections after the first.
  long reconnects() {
    return reconnects.get();
  }
}
