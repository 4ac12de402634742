package io.steward.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  private Systemd systemd(String does) throws IOException {
    return new Systemd(folder).does(does);
  }

  private static Run send(Service service, String arguments) {
    try (Workbench bench = Workbench.of(service)) {
      return bench.send(arguments);
    }
  }

  @Test
  void returnsTheStatusOfAUnit() throws IOException {
    Run run = send(systemd("exit 9").service(), "unit: app");
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.result())
        .containsEntry("unit", "app.service")
        .containsEntry("description", "The app = everything")
        .containsEntry("load", "loaded")
        .containsEntry("active", "active")
        .containsEntry("sub", "running")
        .containsEntry("enabled", "enabled")
        .containsEntry("since", "2026-11-24T03:11:33Z")
        .containsEntry("pid", 4711)
        .containsEntry("result", "success")
        .containsEntry("restarts", 2)
        .doesNotContainKey("exit");
  }

  @Test
  void returnsTheExitStatusOfTheMainProcess() throws IOException {
    String shown =
        """
        LoadState=loaded
        ActiveState=failed
        SubState=failed
        MainPID=0
        ExecMainExitTimestampMonotonic=77
        ExecMainStatus=203
        Result=exit-code
        """;
    Run run = send(new Systemd(folder).shows(shown, "exit 9").service(), "unit: app");
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.result())
        .containsEntry("active", "failed")
        .containsEntry("exit", 203)
        .containsEntry("result", "exit-code")
        .doesNotContainKeys("pid", "since");
  }

  @Test
  void reportsAMissingUnit() throws IOException {
    Systemd systemd = new Systemd(folder).shows("LoadState=not-found\n", "exit 9");
    Run run = send(systemd.service(), "unit: ap");
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason()).isEqualTo("there is no unit ap.service");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "stop", "restart", "reload", "enable", "disable"})
  void runsTheActionAndReturnsTheStatus(String action) throws IOException {
    Systemd systemd = systemd("exit 0");
    Run run = send(systemd.service(), "{unit: backup.timer, action: " + action + "}");
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.result()).containsEntry("active", "active");
    assertThat(systemd.calls()).containsExactly(action + " --no-ask-password -- backup.timer");
  }

  @Test
  void reportsErrorsOfSystemd() throws IOException {
    Systemd systemd = systemd("echo 'Failed to start app.service: Access denied' >&2; exit 4");
    Run run = send(systemd.service(), "{unit: app, action: start}");
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason()).isEqualTo("Failed to start app.service: Access denied");
    assertThat(run.result()).containsEntry("sub", "running");
    Run silent = send(systemd("exit 5").service(), "{unit: app, action: stop}");
    assertThat(silent.reason()).isEqualTo("systemctl stop ended with exit status 5");
  }

  @Test
  void printsTheEndOfTheJournal() throws IOException {
    Systemd systemd = systemd("echo '2026-11-24T03:11:33+0000 ship app[1]: up'");
    Run run = send(systemd.service(), "{unit: app, action: journal, lines: 7}");
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.output()).isEqualTo("2026-11-24T03:11:33+0000 ship app[1]: up\n");
    assertThat(systemd.calls())
        .containsExactly("--no-pager --quiet --output=short-iso --lines=7 --unit=app.service");
  }

  @Test
  void rejectsInvalidArguments() throws IOException {
    Service service = systemd("exit 0").service();
    assertThat(
            List.of(
                "{}",
                "unit: --host=evil",
                "unit: '*'",
                "{unit: app, action: kill}",
                "{unit: app, lines: 5}",
                "{unit: app, action: journal, lines: 0}",
                "{unit: app, action: journal, lines: 10001}"))
        .allSatisfy(arguments ->
            assertThat(send(service, arguments).state()).isEqualTo(State.Terminal.REJECTED));
    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void allowsNothingByDefault() throws IOException {
    Systemd systemd = systemd("exit 0");
    Run none = send(new Service(List.of(), systemd.systemctl(), systemd.systemctl()), "unit: app");
    assertThat(none.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(none.reason()).contains("allow: [\"app.service\"]");
    Service some = new Service(List.of("app-*"), systemd.systemctl(), systemd.systemctl());
    assertThat(send(some, "unit: ssh").reason()).isEqualTo("not allowed on this node: ssh.service");
    assertThat(folder.resolve("calls")).doesNotExist();
    assertThat(send(some, "unit: app-web").state()).isEqualTo(State.Terminal.SUCCEEDED);
  }

  @Test
  void reportsThatSystemdIsMissing() {
    Run run = send(new Systemd(folder.resolve("nowhere")).service(), "unit: app");
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason())
        .startsWith("cannot start " + folder.resolve("nowhere/systemctl"))
        .contains("does this machine have systemd?");
  }

  @Test
  void endsTheProgramWhenTheCommandIsCancelled() throws IOException {
    Systemd systemd =
        systemd("echo $$ > FOLDER/pid.new; mv FOLDER/pid.new FOLDER/pid; exec sleep 600");
    Path pid = folder.resolve("pid");
    try (Workbench bench = Workbench.of(systemd.service())) {
      Run run = bench.start("{unit: app, action: start}");
      await().atMost(PATIENCE).until(() -> Files.exists(pid));
      assertThat(run.cancel().await().state()).isEqualTo(State.Terminal.CANCELLED);
      long program = Long.parseLong(Files.readString(pid).strip());
      await()
          .atMost(PATIENCE)
          .until(() -> ProcessHandle.of(program).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  /// The outcome depends on whether systemd runs here; the options must be valid anyway.
  @Test
  void worksWithTheRealPrograms() {
    Path real = Path.of("/usr/bin/systemctl");
    assumeThat(real).isExecutable();
    Service service = new Service(List.of("*"), real, Path.of("/usr/bin/journalctl"));
    Run run = send(service, "unit: no-such-unit-here");
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason())
        .containsAnyOf("there is no unit no-such-unit-here.service", "systemd", "bus")
        .doesNotContain("nrecognized", "invalid option");
  }
}
