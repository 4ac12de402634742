package io.steward.plugin.errorlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Workbench;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorFileTest {

  private static final Path FILE = Path.of("log", "test", "trier.log");
  private static final String ENTRY =
      """
      2026-11-26T02:47:10.312Z ERROR test.harbour: %s
      \tjava.io.IOException: no berth
      \t\tat Harbour.enter(Harbour.java:31)
      """;

  private static void take(Workbench bench, Batch batch) {
    assertThat(bench.start(batch).await().state()).isEqualTo(State.InProgress.ACCEPTED);
  }

  @Test
  void writesALineAndTheStackIndented() {
    try (Workbench bench = Workbench.of(new ErrorFile())) {
      take(bench, Errors.batch(7, 0, Errors.entry("no berth")));
      assertThat(bench.data().resolve(FILE)).hasContent(ENTRY.formatted("no berth"));
    }
  }

  @Test
  void reportsDroppedEntries() {
    try (Workbench bench = Workbench.of(new ErrorFile())) {
      take(bench, Errors.batch(7, 3, Errors.entry("no berth")));
      assertThat(bench.data().resolve(FILE))
          .content()
          .startsWith(
              "2026-11-26T02:47:10.312Z WARNING errorlog: 3 entries before this were dropped\n");
    }
  }

  @Test
  void escapesControlCharacters() {
    try (Workbench bench = Workbench.of(new ErrorFile())) {
      take(bench, Errors.batch(7, 0, Errors.entry("red \033[31m\nand \u009b2J")));
      assertThat(bench.data().resolve(FILE))
          .hasContent(ENTRY.formatted("red #033[31m#012and #2332J"));
    }
  }

  /// Two messages with the same event: the sender did not know that the first was sent.
  @Test
  void writesADuplicateEventOnce() {
    try (Workbench bench = Workbench.of(new ErrorFile())) {
      take(bench, Errors.batch(7, 0, Errors.entry("no berth")));
      take(bench, Errors.batch(7, 0, Errors.entry("no berth")));
      assertThat(bench.data().resolve(FILE)).hasContent(ENTRY.formatted("no berth"));
    }
  }

  @Test
  void rotatesAFullFile() {
    try (Workbench bench = Workbench.of(new ErrorFile(Path.of("log"), 65_536, 1))) {
      for (int number = 1; number <= 20; number++) {
        take(bench, Errors.batch(number, 0, Errors.entry("x".repeat(10_000))));
      }
      Path file = bench.data().resolve(FILE);
      assertThat(file).isNotEmptyFile();
      assertThat(file.resolveSibling("trier.log.1").toFile()).isFile();
      assertThat(file.resolveSibling("trier.log.1").toFile().length()).isLessThanOrEqualTo(65_536);
      assertThat(file.resolveSibling("trier.log.2")).doesNotExist();
    }
  }
}
