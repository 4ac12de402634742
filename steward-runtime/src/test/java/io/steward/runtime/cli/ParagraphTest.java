package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphTest {

  @Test
  void isBrokenAtBlanksAndIndented() {
    assertThat(Paragraph.lines("missing: ship1 ship2 ship3 and 4 more", 20))
        .containsExactly("missing: ship1 ship2", "  ship3 and 4 more");
  }

  @Test
  void isOneLineWhereThereIsRoom() {
    assertThat(Paragraph.lines("missing: ship1 ship2", Integer.MAX_VALUE))
        .containsExactly("missing: ship1 ship2");
  }

  @Test
  void leavesAWordWhole() {
    assertThat(Paragraph.lines("missing: averylongname", 10))
        .containsExactly("missing:", "  averylongname");
  }
}
