package io.steward.runtime.outbox;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.ledger.Ledger;
import java.io.IOException;
import java.time.Duration;

/// Delivers a node's outbox: publishes it, keeps what it has sent until it is accepted, and finds
/// what a broker has lost.
public final class OutboxDelivery implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final Ledger ledger;
  private final AcceptanceTracker acceptance;
  private final OutboxPublisher publisher;

  private OutboxDelivery(Ledger ledger, AcceptanceTracker acceptance, OutboxPublisher publisher) {
    this.ledger = ledger;
    this.acceptance = acceptance;
    this.publisher = publisher;
  }

  /// Starts to publish. Nothing is deleted yet: see {@link #startTracking}.
  ///
  /// @param retention how long the broker keeps answers
  public static OutboxDelivery start(
      EngineContext engine, Ledger ledger, Bus bus, Duration retention) {
    AcceptanceTracker acceptance = new AcceptanceTracker(engine, ledger.unaccepted(), bus);
    OutboxPublisher publisher =
        OutboxPublisher.start(
            bus,
            ledger,
            new BrokerReconciliation(engine, ledger, bus, retention, acceptance),
            engine);
    return new OutboxDelivery(ledger, acceptance, publisher);
  }

  /// Starts to delete what is accepted.
  public void startTracking() {
    acceptance.start();
  }

  /// Stops deleting what is accepted.
  public void stopTracking() {
    acceptance.close();
  }

  /// Publishes what is left if the broker can be reached within a few seconds. The rest is
  /// published after the next start.
  @Override
  public void close() {
    try {
      var _ = ledger.outbox().awaitEmpty(CLOSE_TIMEOUT);
    } catch (IOException e) {
      // published after the next start
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
