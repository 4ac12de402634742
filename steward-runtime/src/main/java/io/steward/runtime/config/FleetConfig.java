package io.steward.runtime.config;

import io.steward.api.Description;
import java.time.Duration;
import java.util.Optional;

/// Which fleet a node is of, and how its streams are made by the first node that finds none.
///
/// @param prefix the first token of everything stored
/// @param shards how many streams the commands are spread over
/// @param replicas how many servers of a cluster keep each stream
/// @param retention how long everything is kept
/// @param objects how the bucket of objects is made
public record FleetConfig(
    @Description("The first token of everything stored; steward when not said.")
        Optional<String> prefix,
    @Description("How many streams the commands are spread over, 1 to 99; 1 when not said.")
        Optional<Integer> shards,
    @Description("How many servers of a cluster keep each stream, 1, 3 or 5; 1 when not said.")
        Optional<Integer> replicas,
    @Description("How long everything is kept, 1h or more; 7d when not said.")
        Optional<Duration> retention,
    @Description("How the bucket of objects is made, in which files wait.")
        Optional<ObjectsConfig> objects) {

  /// A fleet with a broker for itself.
  public static final FleetConfig DEFAULT =
      new FleetConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final Duration MIN_RETENTION = Duration.ofHours(1);

  public FleetConfig {
    shards.ifPresent(value -> ConfigChecks.requireRange("shards", value, 1, 99));
    replicas.ifPresent(value -> ConfigChecks.requireRange("replicas", value, 1, 5));
    if (retention.filter(value -> value.compareTo(MIN_RETENTION) < 0).isPresent()) {
      throw new IllegalArgumentException("retention is 1h or more");
    }
  }
}
