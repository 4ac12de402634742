package io.steward.runtime.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmulatedProgramTest {

  private static EmulatedProgram command(String... words) {
    return EmulatedProgram.of(
        new ShellArguments(
            List.of(words),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty()));
  }

  private static EmulatedProgram program(String duration, int exit) {
    return new EmulatedProgram(Duration.parse(duration), exit);
  }

  @Test
  void anUnknownProgramSucceedsAtOnce() {
    assertThat(command("true")).isEqualTo(program("PT0S", 0));
    assertThat(command("systemctl", "restart", "nginx")).isEqualTo(program("PT0S", 0));
  }

  @Test
  void falseFails() {
    assertThat(command("false")).isEqualTo(program("PT0S", 1));
  }

  @Test
  void sleepLastsAtMostADay() {
    assertThat(command("sleep", "1.5")).isEqualTo(program("PT1.5S", 0));
    assertThat(command("sleep", "5m")).isEqualTo(program("PT5M", 0));
    assertThat(command("sleep", "999999999")).isEqualTo(program("P1D", 0));
    assertThat(command("sleep", "long")).isEqualTo(program("PT0S", 1));
  }

  @Test
  void aScriptRunsItsStatementsInTurnUntilExit() {
    assertThat(command("sh", "-c", "sleep 2; exit 3")).isEqualTo(program("PT2S", 3));
    assertThat(command("/bin/bash", "-c", "sleep 1 && sleep 1\nfalse"))
        .isEqualTo(program("PT2S", 1));
    assertThat(command("sh", "-c", "false; exit; sleep 5")).isEqualTo(program("PT0S", 1));
    assertThat(command("sh", "-c", "exit 300")).isEqualTo(program("PT0S", 44));
  }
}
