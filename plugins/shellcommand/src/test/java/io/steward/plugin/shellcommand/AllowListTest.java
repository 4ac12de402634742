package io.steward.plugin.shellcommand;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowListTest {

  private static boolean permits(String pattern, String... program) {
    return new AllowList(List.of(pattern)).permits(List.of(program));
  }

  @Test
  void noPatternsAllowEverything() {
    assertThat(new AllowList(List.of()).permits(List.of("anything", "at", "all"))).isTrue();
  }

  @Test
  void aWordMatchesOneArgument() {
    assertThat(permits("cat *.log", "cat", "a.log")).isTrue();
    assertThat(permits("cat *.log", "cat", "a.log", "/etc/shadow")).isFalse();
    assertThat(permits("cat *.log", "cat")).isFalse();
    assertThat(permits("cat *.log", "cat", "/etc/shadow")).isFalse();
    assertThat(permits("ls a b", "ls", "a b")).isFalse();
    assertThat(permits("kill -? 1", "kill", "-9", "1")).isTrue();
    assertThat(permits("kill -? 1", "kill", "-15", "1")).isFalse();
  }

  @Test
  void aTrailingStarMatchesAnyFurtherArguments() {
    assertThat(permits("uname *", "uname")).isTrue();
    assertThat(permits("uname *", "uname", "-s", "-r")).isTrue();
    assertThat(permits("uname *", "uname2")).isFalse();
    assertThat(permits("*", "uname")).isTrue();
    assertThat(permits("*", "uname", "-s")).isFalse();
  }

  @Test
  void otherCharactersAreLiteral() {
    assertThat(permits("echo a.b", "echo", "axb")).isFalse();
    assertThat(permits("echo [a]+", "echo", "[a]+")).isTrue();
    assertThat(permits("echo *", "echo", "a\nb")).isTrue();
    assertThat(permits("echo x*", "echo", "x\nb")).isTrue();
  }

  @Test
  void disallowedProgramsAreNotStarted() {
    ShellCommand handler =
        new ShellCommand(Path.of("."), List.of("echo *"), Map.of(), Duration.ZERO);
    try (Workbench bench = Workbench.of(handler)) {
      assertThat(bench.send("command: [echo, fine]").output()).isEqualTo("fine\n");
      Run refused = bench.send("command: [cat, /etc/passwd]");
      assertThat(refused.state()).isEqualTo(State.Terminal.FAILED);
      assertThat(refused.reason()).isEqualTo("not allowed on this node: cat /etc/passwd");
      assertThat(bench.send("script: echo fine").state()).isEqualTo(State.Terminal.FAILED);
    }
  }
}
