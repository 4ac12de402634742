package io.steward.runtime.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static Table table() {
    return new Table("UNIT", "STATE", "NOTES")
        .row(
            "ship1",
            PrintableText.of("online").in("32"),
            "the ledger cannot be written: disk is full")
        .row("ship2-of-the-northern-line", PrintableText.of("silent").in("31"), "");
  }

  private static List<String> painted(List<PrintableText> lines) {
    return lines.stream().map(PrintableText::painted).toList();
  }

  @Test
  void isAsWideAsItsCells() {
    assertThat(painted(table().lines()))
        .containsExactly(
            "UNIT                        STATE   NOTES",
            "ship1                       \u001b[32monline\u001b[0m  the ledger cannot be written:"
                + " disk is full",
            "ship2-of-the-northern-line  \u001b[31msilent\u001b[0m");
  }

  @Test
  void narrowsTheWidestColumnsFirst() {
    assertThat(painted(table().lines(54)))
        .containsExactly(
            "UNIT                        STATE   NOTES",
            "ship1                       \u001b[32monline\u001b[0m  the ledger cannot…",
            "ship2-of-the-northern-line  \u001b[31msilent\u001b[0m");
  }

  @Test
  void truncatesTheFirstColumnLast() {
    assertThat(painted(table().lines(38)))
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
          .allSatisfy(line -> assertThat(line.toString().length()).isLessThanOrEqualTo(longest));
    }
  }

  @Test
  void keepsTheColourOfATruncatedCell() {
    PrintableText red = PrintableText.of("abcdefghijkl").in("31");
    assertThat(painted(new Table("A").row(red).lines(9)))
        .containsExactly("A", "\u001b[31mabcdefgh…\u001b[0m");
  }

  @Test
  void countsCodePointsNotBytes() {
    assertThat(painted(new Table("A", "B").row("Tromsø", "x").row("🚢🚢", "y").lines()))
        .containsExactly("A       B", "Tromsø  x", "🚢🚢      y");
  }

  @Test
  void aCellEndsNeitherItsRowNorItsColour() {
    Table table = new Table("A", "B").row("x\ny  z", PrintableText.of("\u001b[0mup").in("32"));
    assertThat(painted(table.lines()))
        .containsExactly("A        B", "x\\ny  z  \u001b[32m\\u001b[0mup\u001b[0m");
  }
}
