package io.steward.benchmark.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTimeTest {

  @Test
  void addsUserAndSystemTimeOfTheProcessAndItsChildren() {
    assertThat(
            ProcessTime.parse(
                "4711 (a (b) c) S 1 4711 4711 0 -1 4194304 900 80 0 0 12 3 200 50 20 0 1 0 99 0 0"))
        .isEqualTo(new ProcessTime(150_000_000, 2_500_000_000L));
  }

  @Test
  void readsThisProcess() throws IOException {
    assertThat(ProcessTime.ofSelf().own()).isPositive();
  }
}
