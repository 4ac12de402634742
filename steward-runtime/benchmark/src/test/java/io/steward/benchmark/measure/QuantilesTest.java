package io.steward.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {

  @Test
  void reportsTheMedianAndThe99thPercentile() {
    List<Long> nanos =
        LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000_000).boxed().toList();
    assertThat(Quantiles.of(nanos).figures("write"))
        .containsExactly(new Figure("write p50, ms", 101), new Figure("write p99, ms", 199));
  }

  @Test
  void usesASingleValueForEveryQuantile() {
    assertThat(Quantiles.of(List.of(7L)).at(99)).isEqualTo(7);
  }
}
