package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
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

  private Progress half() {
    Progress progress = new Progress(console(""), 4);
    for (int i = 0; i < 4; i++) {
      progress.moved(State.InProgress.STORED, State.InProgress.STORED);
    }
    progress.moved(State.InProgress.STORED, State.InProgress.ACCEPTED);
    progress.moved(State.InProgress.ACCEPTED, State.Terminal.SUCCEEDED);
    progress.moved(State.InProgress.STORED, State.Terminal.FAILED);
    progress.moved(State.InProgress.STORED, State.InProgress.RUNNING);
    return progress;
  }

  @Test
  void countsByStateAndSaysHowLongItMayTakeYet() {
    assertThat(half().line(Duration.ofSeconds(6)))
        .isEqualTo(
            "[##########..........] 2 of 4, 6.0s left: 1 succeeded, 1 failed, 1 stored, 1 running");
  }

  @Test
  void isFullInTheEnd() {
    Progress progress = half();
    progress.moved(State.InProgress.RUNNING, State.Terminal.SUCCEEDED);
    progress.moved(State.InProgress.STORED, State.Terminal.SUCCEEDED);
    assertThat(progress.line(Duration.ofSeconds(9)))
        .isEqualTo("[####################] 4 of 4: 3 succeeded, 1 failed");
  }

  @Test
  void isDrawnBelowWhatIsPrinted() {
    Console console = console("out,err");
    console.progress("half");
    console.line("a result");
    console.note("a note");
    console.progressDone();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Khalf\r\u001b[Ka result\nhalf\r\u001b[Ka note\nhalf\r\u001b[K");
  }

  @Test
  void isCutToOneLineOfTheTerminal() {
    console("out,err").progress("x".repeat(200));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K" + "x".repeat(78) + "…");
  }

  @Test
  void isNotDrawnWhereThereIsNoTerminal() {
    Console console = console("");
    console.progress("half");
    console.line("a result");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a result\n");
  }
}
