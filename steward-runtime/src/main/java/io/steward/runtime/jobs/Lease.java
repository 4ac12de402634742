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
  private final Duration span;
  private final LongSupplier nanos;
  private long mine;
  private long renewed;
  private long seen;
  private long seenAt;

  /// Who has the lease.
  ///
  /// @param station which one; nothing when it was let go of
  /// @param at when this was said
  record Holder(Optional<String> station, Instant at) {}

  /// @param span how long it lasts without being renewed
  /// @param nanos a clock that nobody sets, as {@link System#nanoTime} is
  Lease(Bus bus, NodeName station, Duration span, LongSupplier nanos) {
    this.bucket = new RecordBucket(bus);
    this.station = station;
    this.span = span;
    this.nanos = nanos;
  }

  /// Renews the lease, or takes it when nobody has it.
  ///
  /// @return whether this station has it
  boolean hold() throws InterruptedException {
    try {
      return mine > 0 ? renew() : take();
    } catch (RevisionConflictException another) {
      mine = 0;
      return false;
    } catch (IOException away) {
      boolean lasts = mine > 0 && nanos.getAsLong() - renewed < span.toNanos();
      mine = lasts ? mine : 0;
      return lasts;
    }
  }

  private boolean renew() throws IOException, InterruptedException {
    long now = nanos.getAsLong(); // before it is asked for: it may count from then on elsewhere
    mine = put(mine, Optional.of(station.value()));
    renewed = now;
    return true;
  }

  private boolean take() throws IOException, InterruptedException {
    Optional<InboundMessage> last = bucket.last(KEY);
    long revision = last.map(InboundMessage::sequence).orElse(0L);
    if (revision != seen) {
      seen = revision;
      seenAt = nanos.getAsLong();
    }
    Optional<String> holder =
        last.flatMap(word -> RecordBucket.record(word, Holder.class)).flatMap(Holder::station);
    boolean free =
        holder.isEmpty()
            || holder
                .get()
                .equals(station.value()) // this station's, from before it was started again
            || nanos.getAsLong() - seenAt > span.toNanos();
    if (!free) {
      return false;
    }
    mine = put(revision, Optional.of(station.value()));
    renewed = nanos.getAsLong();
    return true;
  }

  private long put(long revision, Optional<String> holder)
      throws IOException, InterruptedException {
    return bucket.put(KEY, new Holder(holder, Instant.now()), revision);
  }

  /// Lets go of it, so that another station need not wait.
  void release() throws InterruptedException {
    if (mine > 0) {
      try {
        put(mine, Optional.empty());
      } catch (IOException away) {
        // it ends by itself
      }
      mine = 0;
    }
  }
}
