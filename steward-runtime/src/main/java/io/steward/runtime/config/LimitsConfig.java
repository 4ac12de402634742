package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.runtime.databind.ByteSize;
import java.util.Optional;

/// The limits of a node.
///
/// @param body the maximum size of a message's arguments, and of its result
public record LimitsConfig(
    @Description(
            "The maximum size of arguments and of a result, 1MiB to 512MiB. Default: 64MiB. More"
                + " needs more memory than the launcher provides: STEWARD_JAVA_OPTIONS=-Xmx….")
        Optional<ByteSize> body) {

  private static final ByteSize MIN_BODY = new ByteSize(1 << 20);
  private static final ByteSize MAX_BODY = new ByteSize(512 << 20);
  private static final ByteSize DEFAULT_BODY = new ByteSize(64 << 20);

  /// The default limits.
  public static final LimitsConfig DEFAULT = new LimitsConfig(Optional.empty());

  public LimitsConfig {
    if (body.filter(size -> size.bytes() < MIN_BODY.bytes() || size.bytes() > MAX_BODY.bytes())
        .isPresent()) {
      throw new IllegalArgumentException("body must be from " + MIN_BODY + " to " + MAX_BODY);
    }
  }

  /// The maximum size of a body, in bytes.
  public long maxBodyBytes() {
    return body.orElse(DEFAULT_BODY).bytes();
  }
}
