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

/// Which station carries jobs out: the one that renews its lease, `leader` in the bucket. A station
/// takes it over when it has seen no renewal for a while by its own steady clock, so that no clock
/// has to agree with another.
///
/// The lease keeps stations from doing the same work. That nothing is done twice does not depend on
/// it: whatever is begun stands in the job's course first, which only one of two can replace.
///
/// For one thread.
final class Lease {

  /// Where it stands in the bucket.
  static final String KEY = "leader";

  private final RecordBucket bucket;
  private final NodeName station;
  private final Duration duration;
  private final LongSupplier nanos;
  private long heldRevision;
  private long renewedAt;
  private long seenRevision;
  private long seenAt;

  /// Who has the lease.
  ///
  /// @param station which one; nothing when it was let go of
  /// @param at when this was said
  record Holder(Optional<String> station, Instant at) {}

  /// @param span how long it lasts without being renewed
  /// @param nanos a clock that nobody sets, as {@link System#nanoTime} is
  Lease(Bus bus, NodeName station, Duration duration, LongSupplier nanos) {
    this.bucket = new RecordBucket(bus);
    this.station = station;
    this.duration = duration;
    this.nanos = nanos;
  }

  /// Renews the lease, or takes it when nobody has it.
  ///
  /// @return whether this station has it
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
    long now = nanos.getAsLong(); // before it is asked for: it may count from then on elsewhere
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
        last.flatMap(message -> RecordBucket.record(message, Holder.class)).flatMap(Holder::station);
    boolean free =
        holder.isEmpty()
            || holder
                .get()
                .equals(station.value()) // this station's, from before it was started again
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

  /// Lets go of it, so that another station need not wait.
  void release() throws InterruptedException {
    if (heldRevision > 0) {
      try {
        put(heldRevision, Optional.empty());
      } catch (IOException unreachable) {
        // it ends by itself
      }
      heldRevision = 0;
    }
  }
}
