package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.distribution.faults.stop.Point;
import io.steward.distribution.faults.stop.Weave;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Fails quickly, without starting a node, when a stop point has been renamed in the runtime.
class StopPointsTest {

  static Stream<Point> points() {
    return Stream.of(
            StopPoints.BEFORE_ACCEPTED,
            StopPoints.BEFORE_RUNNING,
            StopPoints.WHILE_RUNNING,
            StopPoints.BEFORE_PUBLISHED,
            StopPoints.WHILE_SENDING,
            StopPoints.WHEN_DUE,
            StopPoints.beforeConfirmed("ship"))
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("points")
  void existsInTheRuntime(Point point) throws IOException {
    ClassLoader loader = Objects.requireNonNull(getClass().getClassLoader());
    String file = point.type().replace('.', '/') + ".class";
    try (InputStream in = loader.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      byte[] bytes = in.readAllBytes();
      assertThat(new Weave(point).into(bytes, loader)).isNotEqualTo(bytes);
    }
  }
}
