package io.steward.runtime.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TruncationTest {

  @Test
  void keepsATextThatFits() {
    assertThat(Truncation.toWidth("ship1", 5)).isEqualTo("ship1");
  }

  @Test
  void marksThatSomeIsMissing() {
    assertThat(Truncation.toWidth("ship10", 5)).isEqualTo("ship…");
  }

  @Test
  void splitsNoCharacter() {
    assertThat(Truncation.toWidth("🚢🚢🚢", 3)).isEqualTo("🚢🚢🚢");
    assertThat(Truncation.toWidth("🚢🚢🚢", 2)).isEqualTo("🚢…");
  }
}
