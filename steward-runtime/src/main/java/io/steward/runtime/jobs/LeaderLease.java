package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.RevisionConflictException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The lease of the leader, the one station that runs jobs: it renews the key `leader` in the
/// bucket. Another station takes over when it has seen no renewal for the lease's duration by its
/// own monotonic clock, so clocks need not agree.
///
/// The lease only avoids wasted work. Correctness does not depend on it: every start of a unit is
/// first written to the job's status, which only one of two stations can replace.
///
/// Not thread-safe.
final class LeaderLease {

  /// The key of the lease in the bucket.
  static final String KEY = "leader";

  private final RecordBucket bucket;
  private final NodeName station;
  private final Duration duration;
  private final LongSupplier nanos;
  private long heldRevision;
  private long renewedAt;
  private long seenRevision;
  private long seenAt;

  /// The holder of the lease.
  ///
  /// @param station the station that holds it; empty after a release
  /// @param at when this was written
  record Holder(Optional<String> station, Instant at) {}

  /// @param duration how long the lease lasts without a renewal
  /// @param nanos a monotonic clock such as {@link System#nanoTime}
  LeaderLease(Bus bus, NodeName station, Duration duration, LongSupplier nanos) {
    this.bucket = new RecordBucket(bus);
    this.station = station;
    this.duration = duration;
    this.nanos = nanos;
  }

  /// Renews the lease, or acquires it if it is free.
  ///
  /// @return whether this station holds it
  boolean acquireOrRenew() throws InterruptedException {
    try {
      return heldRevision > 0 ? renew() : acquire();
    } catch (RevisionConflictException conflict) {
      heldRevision = 0;
      return false;
    } catch (IOException unreachable) {
      boolean stillHeld = heldRevision > 0 && nanos.getAsLong() - renewedAt < duration.toNanos();
      heldRevision = stillHeld ? heldRevision : 0;
      return stillHeld;
    }
  }

  private boolean renew() throws IOException, InterruptedException {
    long now = nanos.getAsLong(); // before the request: other stations may count from then on
    heldRevision = put(heldRevision, Optional.of(station.value()));
    renewedAt = now;
    return true;
  }

  private boolean acquire() throws IOException, InterruptedException {
    Optional<InboundMessage> last = bucket.last(KEY);
    long revision = last.map(InboundMessage::sequence).orElse(0L);
    if (revision != seenRevision) {
      seenRevision = revision;
      seenAt = nanos.getAsLong();
    }
    Optional<String> holder =
        last.flatMap(message -> RecordBucket.record(message, Holder.class))
            .flatMap(Holder::station);
    boolean free =
        holder.isEmpty()
            || holder.get().equals(station.value()) // this station's own, from before its restart
            || nanos.getAsLong() - seenAt > duration.toNanos();
    if (!free) {
      return false;
    }
    heldRevision = put(revision, Optional.of(station.value()));
    renewedAt = nanos.getAsLong();
    return true;
  }

  private long put(long revision, Optional<String> holder)
      throws IOException, InterruptedException {
    return bucket.put(KEY, new Holder(holder, Instant.now()), revision);
  }

  /// Releases the lease, so that another station need not wait for it to expire.
  void release() throws InterruptedException {
    if (heldRevision > 0) {
      try {
        put(heldRevision, Optional.empty());
      } catch (IOException unreachable) {
        // it expires
      }
      heldRevision = 0;
    }
  }
}
