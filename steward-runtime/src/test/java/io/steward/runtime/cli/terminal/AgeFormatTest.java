package io.steward.runtime.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgeFormatTest {

  @Test
  void formatsAnyTimeThatAUnitMayReport() {
    assertThat(AgeFormat.ago(Instant.MIN, Instant.EPOCH)).endsWith("d");
    assertThat(AgeFormat.ago(Instant.MAX, Instant.EPOCH)).isEqualTo("now");
    assertThat(AgeFormat.elapsed(Duration.between(Instant.MIN, Instant.MAX))).endsWith("m59s");
    assertThat(AgeFormat.elapsed(Duration.ofMillis(Long.MIN_VALUE).abs())).endsWith("s");
    assertThat(AgeFormat.elapsed(Duration.between(Instant.MAX, Instant.MIN))).endsWith("ms");
    assertThat(ProgressBar.line(1, 2, Map.of(), Duration.between(Instant.MIN, Instant.MAX)))
        .startsWith("[##########..........] 1 of 2");
  }

  @Test
  void formatsToAboutThreeDigits() {
    assertThat(AgeFormat.elapsed(Duration.ofMillis(12))).isEqualTo("12ms");
    assertThat(AgeFormat.elapsed(Duration.ofMillis(6_040))).isEqualTo("6.0s");
    assertThat(AgeFormat.elapsed(Duration.ofSeconds(200))).isEqualTo("3m20s");
  }
}
