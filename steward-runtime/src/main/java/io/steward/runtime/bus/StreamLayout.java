package io.steward.runtime.bus;

import java.time.Duration;

/// How the streams of a fleet are created if they are missing.
///
/// @param prefix the first token of every stored subject
/// @param shards the number of streams that store the commands: 1 for small fleets, 16 to 64 for
///   ten thousand units; fixed once they are created
/// @param replicas the number of servers of a cluster that store each stream
/// @param retention how long everything is kept; also the longest expiry of a command
/// @param objects how the bucket of objects is created
public record StreamLayout(
    String prefix, int shards, int replicas, Duration retention, Objects objects) {

  /// How the bucket of objects is created if it is missing.
  ///
  /// @param size its capacity, in bytes
  /// @param retention how long it keeps objects that are not deleted
  public record Objects(long size, Duration retention) {

    /// The default: 4 GiB, kept for a week.
    public static final Objects DEFAULT = new Objects(4L << 30, Duration.ofDays(7));
  }

  /// A layout with the default bucket of objects.
  public StreamLayout(String prefix, int shards, int replicas, Duration retention) {
    this(prefix, shards, replicas, retention, Objects.DEFAULT);
  }

  /// This layout with the number of shards of an existing fleet.
  StreamLayout withShardsOf(Addresses fleet) {
    return new StreamLayout(prefix, fleet.shards(), replicas, retention, objects);
  }

  /// For a small fleet on one server, kept for a week.
  public static final StreamLayout SMALL =
      new StreamLayout(Addresses.DEFAULT_PREFIX, 1, 1, Duration.ofDays(7));
}
