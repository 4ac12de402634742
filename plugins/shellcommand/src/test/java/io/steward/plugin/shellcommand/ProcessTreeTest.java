package io.steward.plugin.shellcommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No process of a program survives when it is stopped. Every script writes the pids of its
/// children to a file.
class ProcessTreeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder = Path.of("");
  private Path pids = Path.of("");
  private final List<Workbench> benches = new CopyOnWriteArrayList<>();

  @BeforeEach
  void name() {
    pids = folder.resolve("pids");
  }

  @AfterEach
  void close() {
    benches.forEach(Workbench::close);
  }

  private Workbench bench() {
    Workbench bench =
        Workbench.of(
            new ShellCommand(
                Path.of("."), List.of(), List.of(), List.of(), Map.of(), Duration.ofMillis(300)));
    benches.add(bench);
    return bench;
  }

  private Map<String, Object> script(String text) {
    return Map.of("script", text.replace("PIDS", pids.toString()));
  }

  private List<Long> awaitPids(int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() >= count);
    try (Stream<String> lines = Files.lines(pids)) {
      return lines.map(Long::parseLong).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isGone(long pid) {
    return ProcFs.read(pid).map(ProcFs.Entry::zombie).orElse(true);
  }

  private static final String PLAIN = "sleep 600 & echo $! >> PIDS; echo $$ >> PIDS; wait";
  private static final String SESSION =
      "setsid sh -c 'echo $$ >> PIDS; sleep 600' & echo $$ >> PIDS; wait";
  private static final String DOUBLE_FORK =
      "(sh -c 'echo $$ >> PIDS; exec sleep 600' &) ; echo $$ >> PIDS; sleep 600";
  private static final String ANOTHER_ENVIRONMENT =
      "env -i /bin/sh -c '/usr/bin/setsid /bin/sh -c \"echo \\$\\$ >> PIDS; exec /bin/sleep 600\" &'"
          + "; echo $$ >> PIDS; sleep 600";
  private static final String IGNORES_SIGTERM =
      "(trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >> PIDS; while :; do sleep 0.1; done') &"
          + " trap '' TERM; echo $$ >> PIDS; while :; do sleep 0.1; done";

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, SESSION, DOUBLE_FORK, ANOTHER_ENVIRONMENT, IGNORES_SIGTERM})
  void noProcessSurvivesATimeout(String text) {
    Run run = bench().withTimeout(TIMEOUT).start(script("echo begun; " + text)).await();
    assertThat(run.state()).isEqualTo(State.Terminal.TIMED_OUT);
    assertThat(run.output()).isEqualTo("begun\n");
    assertThat(awaitPids(2)).allMatch(ProcessTreeTest::isGone);
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, SESSION, DOUBLE_FORK, ANOTHER_ENVIRONMENT, IGNORES_SIGTERM})
  void noProcessSurvivesACancellation(String text) {
    Run run = bench().start(script(text));
    List<Long> running = awaitPids(2);
    assertThat(running).noneMatch(ProcessTreeTest::isGone);
    run.cancel().await();
    assertThat(run.state()).isEqualTo(State.Terminal.CANCELLED);
    assertThat(running).allMatch(ProcessTreeTest::isGone);
  }

  @Test
  void aProgramMayCleanUpOnSigterm() {
    Path tidied = folder.resolve("tidied");
    Run run =
        bench()
            .start(
                script(
                    "trap 'touch "
                        + tidied
                        + "; exit 0' TERM; echo $$ >> PIDS; while :; do sleep 0.05; done"));
    awaitPids(1);
    run.cancel().await();
    assertThat(run.state()).isEqualTo(State.Terminal.CANCELLED);
    assertThat(tidied).exists();
  }

  @Test
  void otherRunsAreNotKilled() {
    Run stays = bench().start(script("echo $$ >> PIDS; sleep 600 & wait"));
    long other = awaitPids(1).getFirst();
    Run ends = bench().withTimeout(Duration.ofMillis(500)).start(script("sleep 600")).await();
    assertThat(ends.state()).isEqualTo(State.Terminal.TIMED_OUT);
    assertThat(isGone(other)).isFalse();
    stays.cancel().await();
    assertThat(isGone(other)).isTrue();
  }

  @Test
  void noZombiesRemain() {
    for (int i = 0; i < 3; i++) {
      bench().start(script("(setsid true &); (true &); true")).await();
    }
    long self = ProcessHandle.current().pid();
    await()
        .atMost(PATIENCE)
        .until(() ->
            ProcFs.all().values().stream()
                .noneMatch(entry -> entry.zombie() && entry.parent() == self));
  }

  @Test
  void everyExitCodeIsTheProgramsOwn() {
    Workbench bench = bench();
    for (int code = 1; code <= 20; code++) {
      assertThat(bench.send("command: [sh, -c, 'exit " + code + "']").result())
          .containsEntry("exit", code);
    }
  }
}
