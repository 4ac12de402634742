package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.runtime.databind.ByteSize;
import java.time.Duration;
import java.util.Optional;

/// How the first node creates the missing bucket of objects, which stores files.
///
/// @param size its capacity
/// @param retention how long it keeps objects that are not deleted
public record ObjectsConfig(
    @Description(
            "The capacity, 16MiB or more. The broker reserves it, or half of it and so on if it has"
                + " less. Default: 4GiB.")
        Optional<ByteSize> size,
    @Description("How long it keeps objects that are not deleted, 1h or more. Default: 7d.")
        Optional<Duration> retention) {

  private static final ByteSize MIN_SIZE = new ByteSize(16 << 20);
  private static final Duration MIN_RETENTION = Duration.ofHours(1);

  public ObjectsConfig {
    if (size.filter(value -> value.bytes() < MIN_SIZE.bytes()).isPresent()) {
      throw new IllegalArgumentException("size must be " + MIN_SIZE + " or more");
    }
    if (retention.filter(value -> value.compareTo(MIN_RETENTION) < 0).isPresent()) {
      throw new IllegalArgumentException("retention must be 1h or more");
    }
  }
}
