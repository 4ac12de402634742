package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {

  @Test
  void isBrokenAtBlanksAndIndented() {
    assertThat(WordWrap.lines("missing: ship1 ship2 ship3 and 4 more", 20))
        .containsExactly("missing: ship1 ship2", "  ship3 and 4 more");
  }

  @Test
  void isOneLineWhereThereIsRoom() {
    assertThat(WordWrap.lines("missing: ship1 ship2", Integer.MAX_VALUE))
        .containsExactly("missing: ship1 ship2");
  }

  @Test
  void leavesAWordWhole() {
    assertThat(WordWrap.lines("missing: averylongname", 10))
        .containsExactly("missing:", "  averylongname");
  }
}
