package io.steward.testkit;

import io.steward.api.Exchange;
import io.steward.api.Message;
import io.steward.api.Outbox;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Stands between a source and its node's outbox. Passes everything on until a test wants the
/// outbox to fail.
final class OutboxGate {

  private enum Mode {
    OPEN,
    FULL,
    FAILING,
    DYING,
    DEAD
  }

  /// Simulates the death of the node. An error, so that a source's own handlers do not catch it.
  static final class NodeDied extends Error {
    private static final long serialVersionUID = 1;

    NodeDied() {
      super("the node has died");
    }
  }

  private Mode mode = Mode.OPEN;
  private int refused;
  private int running;

  synchronized void begin() {
    running++;
  }

  synchronized void end() {
    running--;
  }

  /// Whether a source is running behind the gate.
  synchronized boolean isInUse() {
    return running > 0;
  }

  synchronized void open() {
    setMode(Mode.OPEN);
  }

  synchronized void fill() {
    setMode(Mode.FULL);
  }

  synchronized void failToWrite() {
    setMode(Mode.FAILING);
  }

  synchronized void dieAfterNextSend() {
    setMode(Mode.DYING);
  }

  /// Ends the simulated death when the node is started; a full disk stays full.
  synchronized void revive() {
    if (mode == Mode.DEAD) {
      setMode(Mode.OPEN);
    }
  }

  private synchronized void setMode(Mode next) {
    mode = next;
    refused = 0;
    notifyAll();
  }

  synchronized boolean isDead() {
    return mode == Mode.DEAD;
  }

  /// Whether a call has failed or blocked since the mode was set.
  synchronized boolean hasRefused() {
    return refused > 0;
  }

  private synchronized void beforeSend() throws InterruptedException {
    while (mode == Mode.FULL) {
      refused++;
      wait();
    }
    if (mode == Mode.FAILING) {
      refused++;
      throw new UncheckedIOException(new IOException("the disk is full"));
    }
    if (mode == Mode.DEAD) {
      throw new NodeDied();
    }
  }

  private synchronized void afterSend() {
    if (mode == Mode.DYING) {
      mode = Mode.DEAD;
      throw new NodeDied();
    }
  }

  /// An outbox with this gate in front.
  Outbox guard(Outbox outbox) {
    return new Outbox() {
      @Override
      public String send(Message message) throws InterruptedException {
        beforeSend();
        String id = outbox.send(message);
        afterSend();
        return id;
      }

      @Override
      public Exchange ask(Message message) throws InterruptedException {
        beforeSend();
        Exchange exchange = outbox.ask(message);
        afterSend();
        return exchange;
      }
    };
  }
}
