package io.steward.runtime.emulation;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// An emulated unit from a start to the next end. Whatever was begun in one life does nothing in
/// another.
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

  /// Whether a lane is asked for.
  AtomicBoolean scheduled() {
    return scheduled;
  }

  /// Whether the broker has heard of the unit over this connection.
  AtomicBoolean announced() {
    return announced;
  }

  /// Completes when it has, and everything missed was read.
  CompletableFuture<Void> up() {
    return up;
  }
}
