package io.steward.runtime.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.runtime.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Console console(String terminals) {
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Console(both, both, Map.of("STEWARD_TERMINAL", terminals), false);
  }

  private Progress halfDone() {
    Progress progress = new Progress(console(""), 4);
    for (int i = 0; i < 4; i++) {
      progress.onTransition(State.InProgress.STORED, State.InProgress.STORED);
    }
    progress.onTransition(State.InProgress.STORED, State.InProgress.ACCEPTED);
    progress.onTransition(State.InProgress.ACCEPTED, State.Terminal.SUCCEEDED);
    progress.onTransition(State.InProgress.STORED, State.Terminal.FAILED);
    progress.onTransition(State.InProgress.STORED, State.InProgress.RUNNING);
    return progress;
  }

  @Test
  void countsByStateAndEstimatesTheTimeLeft() {
    assertThat(halfDone().line(Duration.ofSeconds(6)))
        .isEqualTo(
            "[##########..........] 2 of 4, 6.0s left: 1 succeeded, 1 failed, 1 stored, 1 running");
  }

  @Test
  void isFullAtTheEnd() {
    Progress progress = halfDone();
    progress.onTransition(State.InProgress.RUNNING, State.Terminal.SUCCEEDED);
    progress.onTransition(State.InProgress.STORED, State.Terminal.SUCCEEDED);
    assertThat(progress.line(Duration.ofSeconds(9)))
        .isEqualTo("[####################] 4 of 4: 3 succeeded, 1 failed");
  }

  @Test
  void isRedrawnBelowPrintedLines() {
    Console console = console("out,err");
    console.progress("half");
    console.line("a result");
    console.note("a note");
    console.endProgress();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Khalf\r\u001b[Ka result\nhalf\r\u001b[Ka note\nhalf\r\u001b[K");
  }

  @Test
  void isTruncatedToOneLine() {
    console("out,err").progress("x".repeat(200));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K" + "x".repeat(78) + "…");
  }

  @Test
  void isNotDrawnWithoutATerminal() {
    Console console = console("");
    console.progress("half");
    console.line("a result");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a result\n");
  }
}
