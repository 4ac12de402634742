package io.steward.runtime.emulation;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// The time from a start of an emulated unit to its next end. Tasks of one lifetime have no effect
/// in another.
final class UnitLifetime {

  private final Instant started;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean announced = new AtomicBoolean();
  private final CompletableFuture<Void> up = new CompletableFuture<>();

  UnitLifetime(Instant started) {
    this.started = started;
  }

  Instant started() {
    return started;
  }

  /// Whether the unit is scheduled to run on a worker.
  AtomicBoolean scheduled() {
    return scheduled;
  }

  /// Whether the unit's state was published over this connection.
  AtomicBoolean announced() {
    return announced;
  }

  /// Completes when it was, and all missed messages have been read.
  CompletableFuture<Void> up() {
    return up;
  }
}
