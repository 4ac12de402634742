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

  private static final ByteSize SMALLEST = new ByteSize(1 << 20);
  private static final ByteSize LARGEST = new ByteSize(512 << 20);
  private static final ByteSize USUAL = new ByteSize(64 << 20);

  /// What holds when nobody says otherwise.
  public static final LimitsConfig DEFAULT = new LimitsConfig(Optional.empty());

  public LimitsConfig {
    if (body.filter(size -> size.bytes() < SMALLEST.bytes() || size.bytes() > LARGEST.bytes())
        .isPresent()) {
      throw new IllegalArgumentException("body is from " + SMALLEST + " to " + LARGEST);
    }
  }

  /// How large a body may be, in bytes.
  public long largestBody() {
    return body.orElse(USUAL).bytes();
  }
}
