package io.steward.plugin.shellcommand;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShellCommandTest {

  private final Workbench bench = Workbench.of(new ShellCommand());

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void keepsTheTwoStreamsApart() {
    Run run = bench.send("command: [sh, -c, 'echo out; echo err >&2; exit 3']");
    assertThat(run.state()).isEqualTo(State.Last.FAILED);
    assertThat(run.output()).isEqualTo("out\n");
    assertThat(run.errors()).isEqualTo("err\n");
    assertThat(run.result()).containsEntry("exit", 3);
  }
}
