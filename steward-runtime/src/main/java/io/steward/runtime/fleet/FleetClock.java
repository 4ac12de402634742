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

/// The broker's time: the node's own clock plus its offset to the broker's clock.
///
/// Every node can compare its clock with the broker's, which stamps every stored message. So a node
/// uses this clock for all that depends on time (expiry, retention), however wrong its own clock
/// is. When the node's clock is set, or the machine has slept, the measured offset is invalid; the
/// node's own clock is then used until the next measurement.
///
/// Safe for use by any thread.
public final class FleetClock implements InstantSource {

  private static final Duration CLOCK_JUMP = Duration.ofSeconds(1);
  private static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(5);

  private final InstantSource local;
  private final LongSupplier nanos;
  private volatile @Nullable Measurement measurement;

  /// @param offset the broker's clock minus the node's clock
  /// @param at the time of the measurement by the node's clock
  /// @param nanos the time of the measurement by the monotonic clock
  private record Measurement(Duration offset, Instant at, long nanos) {}

  /// @param local the node's clock
  /// @param nanos a monotonic clock such as {@link System#nanoTime}
  public FleetClock(InstantSource local, LongSupplier nanos) {
    this.local = local;
    this.nanos = nanos;
  }

  /// A fleet clock based on this machine's clocks.
  public static FleetClock system() {
    return new FleetClock(InstantSource.system(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    Instant now = local.instant();
    return offset().map(now::plus).orElse(now);
  }

  /// How far the broker's clock is ahead of the node's; empty if unknown. Accurate to half of the
  /// round-trip time.
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

  /// Measures the offset by the timestamp of the node's latest stored state.
  ///
  /// @param sentAt when that state was published, by the node's clock
  /// @param roundTrip the time until the broker acknowledged it
  public void measure(Bus bus, NodeName node, Instant sentAt, Duration roundTrip)
      throws IOException, InterruptedException {
    if (roundTrip.compareTo(MAX_ROUND_TRIP) > 0) {
      return; // too inaccurate to be useful
    }
    Addresses addresses = bus.addresses();
    Optional<Instant> stored =
        bus.lastMessage(addresses.unitsStream(), addresses.unitSubject(node))
            .flatMap(InboundMessage::stored);
    if (stored.isPresent()) {
      Instant midpoint = sentAt.plus(roundTrip.dividedBy(2));
      measurement =
          new Measurement(
              Duration.between(midpoint, stored.get()), local.instant(), nanos.getAsLong());
    }
  }

  /// The node's own clock.
  public InstantSource local() {
    return local;
  }
}
