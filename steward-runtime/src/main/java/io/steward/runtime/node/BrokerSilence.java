package io.steward.runtime.node;

import io.steward.runtime.bus.Bus;

/// Replaces a connection over which nothing comes any more, although it seems to be up: three
/// heartbeats in a row without an answer, and not a byte meanwhile. A broker that refuses
/// heartbeats answers, and so does one behind a slow link that is busy.
///
/// Not thread-safe.
final class BrokerSilence {

  private static final int MAX_UNANSWERED = 3;

  private final Bus bus;
  private int unanswered;
  private long received;

  BrokerSilence(Bus bus) {
    this.bus = bus;
  }

  /// A heartbeat was answered, or the link is known to be down.
  void answered() {
    unanswered = 0;
  }

  /// A heartbeat was not answered in time.
  void unanswered() {
    long now = bus.receivedBytes();
    if (now != received) {
      unanswered = 0;
      received = now;
    }
    if (++unanswered >= MAX_UNANSWERED) {
      unanswered = 0;
      bus.reconnect(MAX_UNANSWERED + " heartbeats have got no answer");
    }
  }
}
