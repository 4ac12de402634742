package io.steward.runtime.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  private static Table table() {
    return new Table("UNIT", "STATE", "NOTES")
        .row("ship1", "\u001b[32monline\u001b[0m", "the ledger cannot be written: disk is full")
        .row("ship2-of-the-northern-line", "\u001b[31msilent\u001b[0m", "");
  }

  @Test
  void isAsWideAsItsCells() {
    assertThat(table().lines())
        .containsExactly(
            "UNIT                        STATE   NOTES",
            "ship1                       \u001b[32monline\u001b[0m  the ledger cannot be written:"
                + " disk is full",
            "ship2-of-the-northern-line  \u001b[31msilent\u001b[0m");
  }

  @Test
  void narrowsTheWidestColumnsFirst() {
    assertThat(table().lines(54))
        .containsExactly(
            "UNIT                        STATE   NOTES",
            "ship1                       \u001b[32monline\u001b[0m  the ledger cannot…",
            "ship2-of-the-northern-line  \u001b[31msilent\u001b[0m");
  }

  @Test
  void truncatesTheFirstColumnLast() {
    assertThat(table().lines(38))
        .containsExactly(
            "UNIT                  STATE   NOTES",
            "ship1                 \u001b[32monline\u001b[0m  the led…",
            "ship2-of-the-northe…  \u001b[31msilent\u001b[0m");
  }

  @Test
  void fitsAnyTerminalWithRoomForItsColumns() {
    for (int columns = 30; columns < 120; columns++) {
      int longest = columns;
      assertThat(table().lines(columns))
          .allSatisfy(line ->
              assertThat(line.replaceAll("\u001b\\[\\d*m", "").length())
                  .isLessThanOrEqualTo(longest));
    }
  }

  @Test
  void keepsTheColourOfATruncatedCell() {
    assertThat(new Table("A").row("\u001b[31mabcdefghijkl\u001b[0m").lines(9))
        .containsExactly("A", "\u001b[31mabcdefgh…\u001b[0m");
  }

  @Test
  void countsCodePointsNotBytes() {
    assertThat(new Table("A", "B").row("Tromsø", "x").row("🚢🚢", "y").lines())
        .containsExactly("A       B", "Tromsø  x", "🚢🚢      y");
  }
}
