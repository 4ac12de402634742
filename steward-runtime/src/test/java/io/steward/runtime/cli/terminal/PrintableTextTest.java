package io.steward.runtime.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTextTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(Map<String, String> environment) {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        false);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, \\u0000",
    "0007, \\u0007",
    "0009, \\t",
    "000a, \\n",
    "000d, \\r",
    "001b, \\u001b",
    "007f, \\u007f",
    "0085, \\u0085",
    "009b, \\u009b",
    "00ad, \\u00ad",
    "061c, \\u061c",
    "200b, \\u200b",
    "200e, \\u200e",
    "2028, \\u2028",
    "2029, \\u2029",
    "202e, \\u202e",
    "2066, \\u2066",
    "d800, \\ud800",
    "feff, \\ufeff",
    "e0041, \\U000e0041"
  })
  void escapesWhatMovesTheCursorOrIsInvisible(String codePoint, String escaped) {
    String text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";
    assertThat(PrintableText.of(text)).hasToString("a" + escaped + "b");
    assertThat(PrintableText.isPrintable(text)).isFalse();
  }

  @Test
  void leavesTheTextOfAnyLanguageAsItIs() {
    for (String text :
        new String[] {"Tromsø", "C:\\temp\\new", "船 1", "سفينة", "🚢", "100 % ~ok~"}) {
      assertThat(PrintableText.of(text)).hasToString(text);
    }
  }

  @Test
  void coloursOnlyWhatTheConsoleColours() {
    Console console = console(Map.of("STEWARD_TERMINAL", "out err"));
    console.line("is ", console.state("online"), ", \u001b[31msilent\u001b[0m");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("is \u001b[32monline\u001b[0m, \\u001b[31msilent\\u001b[0m\n");
  }

  @Test
  void aNoteIsOneLineAndProgressToo() {
    Console console = console(Map.of("STEWARD_TERMINAL", "err"));
    console.note("it failed: a\nsteward: it succeeded");
    console.progress("ship1\u001b[2J");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("it failed: a\\nsteward: it succeeded\n\r\u001b[Kship1\\u001b[2J");
  }

  @Test
  void onlyTheFirstLineOfAMessageIsNotIndented() {
    assertThat(PrintableText.lines("failed\nsteward: done\r\n\tat X\u001b"))
        .extracting(PrintableText::toString)
        .containsExactly("failed", "  steward: done", "  \tat X\\u001b");
    assertThat(PrintableText.lines("")).hasSize(1);
  }

  @Test
  void keepsTheTabsOfAProgramsOutput() {
    assertThat(PrintableText.ofOutput("a\tb\u0007")).hasToString("a\tb\\u0007");
  }

  @Test
  void truncatesAcrossItsParts() {
    PrintableText text = PrintableText.of("ab", PrintableText.of("cdef").in("1"), "g");
    assertThat(text.truncated(7)).isSameAs(text);
    assertThat(text.truncated(5).painted()).isEqualTo("ab\u001b[1mcd…\u001b[0m");
    assertThat(text.truncated(2).painted()).isEqualTo("a…");
  }
}
