package io.steward.plugin.shellcommand;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellCommandTest {

  @TempDir private Path folder = Path.of("");
  private final Workbench bench = Workbench.of(new ShellCommand());

  @AfterEach
  void close() {
    bench.close();
  }

  private static Map<String, Object> script(String script) {
    return Map.of("script", script);
  }

  private Run script(String script, String key, Object value) {
    return bench.start(Map.of("script", script, key, value)).await();
  }

  @Test
  void keepsTheTwoStreamsApart() {
    Run run = bench.send("command: [sh, -c, 'echo out; echo err >&2; exit 3']");
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.output()).isEqualTo("out\n");
    assertThat(run.errors()).isEqualTo("err\n");
    assertThat(run.result()).containsEntry("exit", 3);
    assertThat(run.reason()).isEqualTo("exit status 3");
  }

  @Test
  void returnsItsTimesAndItsPid() {
    Instant before = Instant.now().minusSeconds(1);
    Run run = bench.start(script("echo $$")).await();
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.result()).containsEntry("exit", 0).doesNotContainKey("signal");
    assertThat(run.output().strip()).isEqualTo(String.valueOf(run.result().get("pid")));
    Instant started = Instant.parse(String.valueOf(run.result().get("started")));
    Instant ended = Instant.parse(String.valueOf(run.result().get("ended")));
    assertThat(started).isAfter(before).isBeforeOrEqualTo(ended);
  }

  @Test
  void streamsWhileTheProgramRuns() throws IOException {
    Path go = folder.resolve("go");
    Run run =
        bench.start(
            script("echo first; until [ -e " + go + " ]; do sleep 0.05; done; echo second"));
    run.awaitOutput("first\n");
    assertThat(run.output()).isEqualTo("first\n");
    Files.createFile(go);
    assertThat(run.await().output()).isEqualTo("first\nsecond\n");
  }

  @Test
  void returnsTheSignalThatKilledTheProgram() {
    Run run = bench.start(script("kill -9 $$")).await();
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.result()).containsEntry("exit", 137).containsEntry("signal", 9);
  }

  @Test
  void passesStandardInput() {
    assertThat(script("cat", "stdin", "given\n").output()).isEqualTo("given\n");
    Run none = bench.send("command: [cat]");
    assertThat(none.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(none.output()).isEmpty();
  }

  @Test
  void mayLeaveItsInputUnread() {
    Run run = script("true", "stdin", "x".repeat(500_000));
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
  }

  @Test
  void passesArgumentsUnchanged() {
    Run run = bench.send("command: [printf, '%s|', 'a b', '$HOME', '*', \"it's\", '']");
    assertThat(run.output()).isEqualTo("a b|$HOME|*|it's||");
  }

  @Test
  void hasItsOwnEnvironment() {
    try (Workbench set =
        Workbench.of(
            new ShellCommand(
                Path.of("."),
                List.of(),
                List.of(),
                List.of(),
                Map.of("FROM_SETTING", "setting", "BOTH", "setting"),
                Duration.ZERO))) {
      Run run =
          set.start(
                  Map.of(
                      "script",
                      "env",
                      "environment",
                      Map.of("FROM_ARGUMENT", "argument", "BOTH", "argument")))
              .await();
      assertThat(run.output().lines())
          .contains("FROM_SETTING=setting", "FROM_ARGUMENT=argument", "BOTH=argument")
          .anyMatch(line -> line.startsWith("PATH="))
          .allMatch(line ->
              line.matches(
                  "(FROM_\\w+|BOTH|PATH|HOME|LANG|LC_ALL|TZ|USER|LOGNAME|SHELL|TMPDIR|PWD|SHLVL"
                      + "|OLDPWD|_|STEWARD_RUN)=.*"));
    }
  }

  @Test
  void startsInTheConfiguredFolder() throws IOException {
    Path below = Files.createDirectory(folder.resolve("below")).toRealPath();
    ShellCommand there =
        new ShellCommand(folder, List.of(), List.of(), List.of(), Map.of(), Duration.ZERO);
    try (Workbench set = Workbench.of(there)) {
      assertThat(set.send("command: [pwd, -P]").output()).isEqualTo(folder.toRealPath() + "\n");
      assertThat(set.send("{command: [pwd, -P], directory: below}").output())
          .isEqualTo(below + "\n");
      Run nowhere = set.send("{command: [pwd], directory: nowhere}");
      assertThat(nowhere.state()).isEqualTo(State.Terminal.FAILED);
      assertThat(nowhere.reason()).isEqualTo("there is no folder " + folder.resolve("nowhere"));
    }
  }

  @Test
  void passesAScriptToItsInterpreter() {
    assertThat(bench.start(script("echo $0")).await().output()).isEqualTo("/bin/sh\n");
    Run strict = script("false; echo never", "interpreter", List.of("/bin/sh", "-e", "-c"));
    assertThat(strict.result()).containsEntry("exit", 1);
    assertThat(strict.output()).isEmpty();
    assertThat(script("hello", "interpreter", List.of("echo")).output()).isEqualTo("hello\n");
  }

  @Test
  void reportsWhyAProgramCannotBeStarted() {
    Run missing = bench.send("command: [/no/such/program]");
    assertThat(missing.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(missing.reason())
        .isEqualTo("cannot start /no/such/program: No such file or directory");
    assertThat(bench.send("command: [/]").reason()).contains("cannot start /: Permission denied");
    Run nul = bench.start(Map.of("command", List.of("echo", "a\0b"))).await();
    assertThat(nul.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(nul.reason()).startsWith("cannot start echo:");
  }

  @Test
  void rejectsInvalidArguments() {
    assertThat(
            List.of(
                "{}",
                "{command: [true], script: 'true'}",
                "{command: [true], interpreter: [sh]}",
                "{command: ['']}",
                "{command: [env], environment: {'A=B': x}}",
                "{command: [env], environment: {'': x}}",
                "{command: [env], environment: {A: \"x\\0\"}}",
                "{command: 'true'}",
                "{comand: [true]}"))
        .allSatisfy(arguments ->
            assertThat(bench.send(arguments).state()).isEqualTo(State.Terminal.REJECTED));
  }

  @Test
  void countsOutputBeyondTheCap() {
    Run run =
        bench
            .start(script("echo begin; head -c 50000000 /dev/zero | tr '\\0' x; echo end"))
            .await();
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.output()).startsWith("begin\n").endsWith("end\n");
    Object output = run.document().get("output");
    assertThat(output).isInstanceOf(Map.class);
    Object stdout = ((Map<?, ?>) Optional.ofNullable(output).orElseThrow()).get("stdout");
    int kept = run.output().length();
    assertThat(stdout).isEqualTo(Map.of("bytes", 50_000_010, "dropped", 50_000_010 - kept));
    assertThat(kept).isLessThan(2 << 20);
  }

  @Test
  void doesNotWaitForBackgroundProcesses() {
    Run run = bench.start(script("sleep 600 & echo $!")).await();
    long background = Long.parseLong(run.output().strip());
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    ProcessHandle left = ProcessHandle.of(background).orElseThrow();
    assertThat(left.isAlive()).isTrue();
    left.destroyForcibly();
  }
}
