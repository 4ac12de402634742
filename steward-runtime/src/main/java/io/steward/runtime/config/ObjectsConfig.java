package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.runtime.databind.ByteSize;
import java.time.Duration;
import java.util.Optional;

/// How the bucket of objects, in which files wait, is made by the first node that finds none.
///
/// @param size how much it may hold
/// @param retention how long it keeps what nobody deletes
public record ObjectsConfig(
    @Description(
            "How much it may hold, 16MiB or more; the broker sets so much aside, or half of it, and"
                + " so on, where it has less. 4GiB when not said.")
        Optional<ByteSize> size,
    @Description("How long it keeps what nobody deletes, 1h or more; 7d when not said.")
        Optional<Duration> retention) {

  private static final ByteSize MIN_SIZE = new ByteSize(16 << 20);
  private static final Duration MIN_RETENTION = Duration.ofHours(1);

  public ObjectsConfig {
    if (size.filter(value -> value.bytes() < MIN_SIZE.bytes()).isPresent()) {
      throw new IllegalArgumentException("size is " + MIN_SIZE + " or more");
    }
    if (retention.filter(value -> value.compareTo(MIN_RETENTION) < 0).isPresent()) {
      throw new IllegalArgumentException("retention is 1h or more");
    }
  }
}
