package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.runtime.databind.ByteSize;
import java.util.Optional;

/// What a node does not let grow without end.
///
/// @param body how large the arguments and the result of a message may be
public record LimitsConfig(
    @Description(
            "How large arguments and a result may be, 1MiB to 512MiB; 64MiB when not said. More"
                + " needs more memory than the launcher gives: STEWARD_JAVA_OPTIONS=-Xmx….")
        Optional<ByteSize> body) {

  private static final ByteSize MIN_BODY = new ByteSize(1 << 20);
  private static final ByteSize MAX_BODY = new ByteSize(512 << 20);
  private static final ByteSize DEFAULT_BODY = new ByteSize(64 << 20);

  /// What holds when nobody says otherwise.
  public static final LimitsConfig DEFAULT = new LimitsConfig(Optional.empty());

  public LimitsConfig {
    if (body.filter(size -> size.bytes() < MIN_BODY.bytes() || size.bytes() > MAX_BODY.bytes())
        .isPresent()) {
      throw new IllegalArgumentException("body is from " + MIN_BODY + " to " + MAX_BODY);
    }
  }

  /// How large a body may be, in bytes.
  public long maxBodyBytes() {
    return body.orElse(DEFAULT_BODY).bytes();
  }
}
