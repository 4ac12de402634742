package io.steward.runtime.schedule;

import io.steward.runtime.digest.Sha256;
import java.time.Duration;
import java.time.Instant;

/// When a schedule is due.
///
/// @param cron the expression
/// @param zone the time zone of the expression
/// @param offset a delay that is added to each time of the expression
public record Recurrence(Cron cron, Zone zone, Duration offset) {

  /// A run that is noticed at most this long after it was due has not been missed.
  public static final Duration ON_TIME = Duration.ofSeconds(10);

  /// The highest number of missed runs that is counted, after years of absence or with a wrong
  /// clock.
  private static final int MAX_COUNTED = 10_000;

  private static final Duration CRON_STEP = Duration.ofMinutes(1);

  /// A recurrence with a random delay: each schedule of each node has its own offset, which is the
  /// same after every start.
  ///
  /// @param jitter the upper limit of the offset
  /// @param seed distinguishes the schedule from all others
  public static Recurrence withJitter(Cron cron, Zone zone, Duration jitter, String seed) {
    long millis = jitter.toMillis();
    long offsetMillis =
        millis == 0 ? 0 : Long.remainderUnsigned(Sha256.bytesOf(seed).getLong(), millis);
    return new Recurrence(cron, zone, Duration.ofMillis(offsetMillis));
  }

  /// The first time after another at which it is due.
  public Instant next(Instant after) {
    return cron.next(after.minus(offset), zone.id()).plus(offset);
  }

  /// Decides what to do now.
  ///
  /// @param position the time up to which everything is dealt with
  /// @param counted the time up to which skipped runs are counted; later than the position if the
  ///   clock was set back
  /// @param now the time
  /// @param missed what happens to runs that were due too long ago
  public ScheduleDecision decide(
      Instant position, Instant counted, Instant now, MissedRunPolicy missed) {
    Instant first = next(position);
    if (first.isAfter(now)) {
      return new ScheduleDecision.NotYet(first);
    }
    Instant last = latest(first, now);
    boolean runs = missed == MissedRunPolicy.ONCE || !last.plus(ON_TIME).isBefore(now);
    long missedCount = count(counted.isAfter(position) ? next(counted) : first, last);
    return runs
        ? new ScheduleDecision.Run(last, Math.max(0, missedCount - 1))
        : new ScheduleDecision.Skip(last, missedCount);
  }

  /// The last due time up to now, searched backwards, since years may have passed.
  private Instant latest(Instant first, Instant now) {
    Instant latest = first;
    Duration back = CRON_STEP;
    while (now.minus(back).isAfter(first)) {
      Instant near = next(now.minus(back));
      if (!near.isAfter(now)) {
        latest = near;
        break;
      }
      back = back.multipliedBy(2);
    }
    for (Instant later = next(latest); !later.isAfter(now); later = next(latest)) {
      latest = later;
    }
    return latest;
  }

  private long count(Instant first, Instant last) {
    long count = 0;
    for (Instant each = first; !each.isAfter(last) && count < MAX_COUNTED; each = next(each)) {
      count++;
    }
    return count;
  }
}
