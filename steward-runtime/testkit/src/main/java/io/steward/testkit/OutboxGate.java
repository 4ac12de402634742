package io.steward.testkit;

import io.steward.api.Exchange;
import io.steward.api.Message;
import io.steward.api.Outbox;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What stands between a source and its node's outbox: as good as nothing, until a test wants the
/// outbox to be in trouble.
final class OutboxGate {

  private enum Mode {
    OPEN,
    FULL,
    FAILING,
    DYING,
    DEAD
  }

  /// The node is dead. No handler of a source's is for it.
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

  /// Whether a source runs behind it.
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

  synchronized void dieAfterTheNext() {
    become(Mode.DYING);
  }

  /// A node that is started is alive; its disk may be as full as before.
  synchronized void revive() {
    if (mode == Mode.DEAD) {
      become(Mode.OPEN);
    }
  }

  private synchronized void become(Mode now) {
    mode = now;
    refused = 0;
    notifyAll();
  }

  synchronized boolean isDead() {
    return mode == Mode.DEAD;
  }

  /// Whether the outbox has been in trouble for somebody since it was told to be.
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

  /// An outbox as it looks through this gate.
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
