package io.steward.runtime.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {

  @Test
  void breaksAtSpacesAndIndents() {
    assertThat(WordWrap.lines("missing: ship1 ship2 ship3 and 4 more", 20))
        .containsExactly("missing: ship1 ship2", "  ship3 and 4 more");
  }

  @Test
  void isOneLineIfThereIsRoom() {
    assertThat(WordWrap.lines("missing: ship1 ship2", Integer.MAX_VALUE))
        .containsExactly("missing: ship1 ship2");
  }

  @Test
  void doesNotBreakWords() {
    assertThat(WordWrap.lines("missing: averylongname", 10))
        .containsExactly("missing:", "  averylongname");
  }
}
