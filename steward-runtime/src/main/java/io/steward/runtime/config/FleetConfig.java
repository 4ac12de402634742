package io.steward.runtime.config;

import io.steward.api.Description;
import java.time.Duration;
import java.util.Optional;

/// The fleet that a node belongs to, and how the first node creates its missing streams.
///
/// @param prefix the first token of all stored subjects
/// @param shards how many streams the commands are spread over
/// @param replicas how many servers of a cluster store each stream
/// @param retention how long everything is kept
/// @param objects how the bucket of objects is created
public record FleetConfig(
    @Description("The first token of all stored subjects. Default: steward.")
        Optional<String> prefix,
    @Description("How many streams the commands are spread over, 1 to 99. Default: 1.")
        Optional<Integer> shards,
    @Description("How many servers of a cluster store each stream, 1, 3 or 5. Default: 1.")
        Optional<Integer> replicas,
    @Description("How long everything is kept, 1h or more. Default: 7d.")
        Optional<Duration> retention,
    @Description("How the bucket of objects, which stores files, is created.")
        Optional<ObjectsConfig> objects) {

  /// The default: a fleet with its own broker.
  public static final FleetConfig DEFAULT =
      new FleetConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final Duration MIN_RETENTION = Duration.ofHours(1);

  public FleetConfig {
    shards.ifPresent(value -> ConfigChecks.requireRange("shards", value, 1, 99));
    replicas.ifPresent(value -> ConfigChecks.requireRange("replicas", value, 1, 5));
    if (retention.filter(value -> value.compareTo(MIN_RETENTION) < 0).isPresent()) {
      throw new IllegalArgumentException("retention must be 1h or more");
    }
  }
}
