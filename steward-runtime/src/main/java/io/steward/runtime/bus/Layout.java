package io.steward.runtime.bus;

import java.time.Duration;

/// How the streams of a fleet are made where they are not there yet.
///
/// @param prefix the first token of everything stored
/// @param shards how many streams the commands are spread over: 1 for small fleets, 16 to 64 for
///   ten thousand units; fixed once they are made
/// @param replicas how many servers of a cluster keep each stream
/// @param retention how long everything is kept; the longest expiry of a command
/// @param objects how the bucket of objects is made
public record Layout(String prefix, int shards, int replicas, Duration retention, Objects objects) {

  /// How the bucket of objects is made where it is not there yet.
  ///
  /// @param size how much it may hold, in bytes
  /// @param retention how long it keeps what nobody deletes
  public record Objects(long size, Duration retention) {

    /// 4 GiB, a week.
    public static final Objects DEFAULT = new Objects(4L << 30, Duration.ofDays(7));
  }

  /// A layout with the usual bucket of objects.
  public Layout(String prefix, int shards, int replicas, Duration retention) {
    this(prefix, shards, replicas, retention, Objects.DEFAULT);
  }

  /// The same, with as many shards as a fleet has.
  Layout withShardsOf(Addresses fleet) {
    return new Layout(prefix, fleet.shards(), replicas, retention, objects);
  }

  /// One server, a small fleet, a week.
  public static final Layout SMALL = new Layout(Addresses.DEFAULT_PREFIX, 1, 1, Duration.ofDays(7));
}
