package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.distribution.Ended;
import io.steward.distribution.Running;
import io.steward.distribution.faults.stop.Point;
import java.io.IOException;
import java.nio.file.Path;

/// A node that will die at a stop point.
///
/// @param doomed the node
/// @param point at which it dies
/// @param marker the file that proves that it died there
record Crash(Running doomed, Point point, Path marker) {

  private static final int KILLED = 128 + 9;

  /// Returns when it is dead, and asserts that it died at the point.
  void await() throws IOException {
    Ended ended = doomed.awaitEnd();
    assertThat(ended.exit()).as("it printed: %s", ended.err()).isEqualTo(KILLED);
    assertThat(Jars.isProven(marker, point)).as("it died at %s", point).isTrue();
  }
}
