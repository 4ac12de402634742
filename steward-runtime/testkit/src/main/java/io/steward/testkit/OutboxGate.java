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
    become(Mode.OPEN);
  }

  synchronized void fill() {
    become(Mode.FULL);
  }

  synchronized void failToWrite() {
    become(Mode.FAILING);
  }

  synchronized void dieAfterNextSend() {
    become(Mode.DYING);
  }

  /// Ends the simulated death when the node is started; a full disk stays full.
  synchronized void revive() {
    if (mode == Mode.DEAD) {
      become(Mode.OPEN);
    }
  }

  private synchronized void become(Mode next) {
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

  private synchronized void enter() throws InterruptedException {
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

  private synchronized void leave() {
    if (mode == Mode.DYING) {
      mode = Mode.DEAD;
      throw new NodeDied();
    }
  }

  /// An outbox with this gate in front.
  Outbox before(Outbox outbox) {
    return new Outbox() {
      @Override
      public String send(Message message) throws InterruptedException {
        enter();
        String id = outbox.send(message);
        leave();
        return id;
      }

      @Override
      public Exchange ask(Message message) throws InterruptedException {
        enter();
        Exchange exchange = outbox.ask(message);
        leave();
        return exchange;
      }
    };
  }
}
