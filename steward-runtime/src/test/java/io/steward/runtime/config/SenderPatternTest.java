package io.steward.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SenderPatternTest {

  private static boolean matches(String pattern, String sender) {
    return SenderPattern.parse(pattern).matches(new NodeName(sender));
  }

  @Test
  void matchesTheWholeName() {
    assertThat(matches("operator-*", "operator-kim")).isTrue();
    assertThat(matches("operator-*", "an-operator-kim")).isFalse();
    assertThat(matches("ship?", "ship1")).isTrue();
    assertThat(matches("ship?", "ship10")).isFalse();
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isLinearInTheName() {
    assertThat(matches("*-*-*-*-*-*-*-*-*-*-*-*x", "a" + "-".repeat(63))).isFalse();
  }
}
