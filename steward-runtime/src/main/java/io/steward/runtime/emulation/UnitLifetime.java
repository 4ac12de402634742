package io.steward.runtime.emulation;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// An emulated unit from a start to the next end. Whatever was begun in one life does nothing in
/// another.
final class UnitLifetime {

  private final Instant started;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean told = new AtomicBoolean();
  private final CompletableFuture<Void> up = new CompletableFuture<>();

  UnitLifetime(Instant started) {
    this.started = started;
  }

  Instant started() {
    return started;
  }

  /// Whether a lane is asked for.
  AtomicBoolean wanted() {
    return wanted;
  }

  /// Whether the broker has heard of the unit over this connection.
  AtomicBoolean told() {
    return told;
  }

  /// Completes when it has, and everything missed was read.
  CompletableFuture<Void> up() {
    return up;
  }
}
