package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The time as the broker has it: a node's own clock, and how far it is off.
///
/// The broker is the one clock that everybody of a fleet can compare with, and it stamps all that
/// it stores. So what a node does by time (expire, forget) it does by this clock, however wrong its
/// own is. When its own clock is set, or the machine has slept, what was measured before is worth
/// nothing; then its own clock counts until it is measured again.
///
/// Safe for use by any thread.
public final class FleetClock implements InstantSource {

  private static final Duration CLOCK_JUMP = Duration.ofSeconds(1);
  private static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(5);

  private final InstantSource local;
  private final LongSupplier nanos;
  private volatile @Nullable Measurement measurement;

  /// @param offset of the broker's clock from the own
  /// @param at the own clock, when it was measured
  /// @param nanos a steady clock, then
  private record Measurement(Duration offset, Instant at, long nanos) {}

  /// @param local this node's clock
  /// @param nanos a clock that nobody sets, as {@link System#nanoTime} is
  public FleetClock(InstantSource local, LongSupplier nanos) {
    this.local = local;
    this.nanos = nanos;
  }

  /// On this machine's clocks.
  public static FleetClock system() {
    return new FleetClock(InstantSource.system(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    Instant now = local.instant();
    return offset().map(now::plus).orElse(now);
  }

  /// How far the broker is ahead of this node's clock; nothing while it is not known. Right to half
  /// the time that a question to the broker takes.
  public Optional<Duration> offset() {
    Measurement now = measurement;
    if (now == null) {
      return Optional.empty();
    }
    Duration elapsed = Duration.ofNanos(nanos.getAsLong() - now.nanos());
    Duration wallElapsed = Duration.between(now.at(), local.instant());
    boolean wasSet = wallElapsed.minus(elapsed).abs().compareTo(CLOCK_JUMP) > 0;
    return wasSet ? Optional.empty() : Optional.of(now.offset());
  }

  /// Measures by what the broker stored last of a node's own word.
  ///
  /// @param said when that was said, by this node's clock
  /// @param took how long it took until the broker had confirmed it
  public void measure(Bus bus, NodeName node, Instant sentAt, Duration roundTrip)
      throws IOException, InterruptedException {
    if (roundTrip.compareTo(MAX_ROUND_TRIP) > 0) {
      return; // too inexact to be of use
    }
    Addresses addresses = bus.addresses();
    Optional<Instant> stored =
        bus.last(addresses.unitsStream(), addresses.unit(node)).flatMap(InboundMessage::stored);
    if (stored.isPresent()) {
      Instant midpoint = sentAt.plus(roundTrip.dividedBy(2));
      measurement =
          new Measurement(Duration.between(midpoint, stored.get()), local.instant(), nanos.getAsLong());
    }
  }

  /// This node's own clock.
  public InstantSource local() {
    return local;
  }
}
