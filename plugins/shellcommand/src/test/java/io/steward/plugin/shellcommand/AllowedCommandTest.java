package io.steward.plugin.shellcommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands to a node that sets `allow`.
class AllowedCommandTest {

  private static final List<String> ALLOW =
      List.of("echo *", "env", "pwd -P", "no-such-program *", "/bin/sh -c echo**");

  @TempDir private Path folder = Path.of("");

  private Workbench bench = Workbench.of(new ShellCommand());

  private static ShellCommand settings(
      Path directory, List<String> allow, List<String> variables, List<String> directories) {
    return new ShellCommand(
        directory, allow, variables, directories, Map.of("FIXED", "1"), Duration.ZERO);
  }

  @BeforeEach
  void begin() throws IOException {
    bench.close();
    folder = folder.toRealPath();
    bench =
        Workbench.of(
            settings(
                folder,
                ALLOW,
                List.of("LANG", "LC_*"),
                List.of(folder + "/open", folder + "/below/**")));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void assertRefused(Run run, String what) {
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason()).isEqualTo("not allowed on this node: " + what);
  }

  private Run in(String directory) {
    return bench.start(Map.of("command", List.of("pwd", "-P"), "directory", directory)).await();
  }

  @Test
  void programsThatAreNotListedAreNotStarted() {
    assertThat(bench.send("command: [echo, fine]").output()).isEqualTo("fine\n");
    assertRefused(bench.send("command: [cat, /etc/passwd]"), "cat /etc/passwd");
    assertRefused(bench.send("command: [./echo]"), "./echo");
    assertRefused(bench.send("command: [echo, /etc/passwd]"), "echo /etc/passwd");
    assertThat(bench.send("command: [no-such-program]").reason())
        .isEqualTo(
            "cannot start no-such-program: not found in /usr/sbin, /usr/bin, /sbin, /bin when the"
                + " node loaded its configuration");
  }

  @Test
  void aScriptIsMatchedAsItsCommand() {
    assertThat(bench.send("script: echo a/b").output()).isEqualTo("a/b\n");
    assertRefused(bench.send("script: id"), "/bin/sh -c id");
    assertRefused(bench.send("{script: echo, interpreter: [./sh, -c]}"), "./sh -c echo");
    assertRefused(bench.send("{script: echo, interpreter: [/bin/sh]}"), "/bin/sh echo");
  }

  @Test
  void namesAtMostTheBeginningOfWhatIsNotAllowed() {
    assertRefused(
        bench.start(Map.of("command", List.of("x".repeat(5000)))).await(), "x".repeat(200) + "…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "LD_AUDIT",
        "BASH_ENV",
        "ENV",
        "BASH_FUNC_x%%",
        "PATH",
        "IFS",
        "LANGUAGE",
        "XLC_ALL",
        "lang",
        "FIXED"
      })
  void variablesThatAreNotListedAreNotSet(String name) {
    Run run =
        bench.start(Map.of("command", List.of("env"), "environment", Map.of(name, "x"))).await();
    assertRefused(run, "to set " + name);
  }

  @Test
  void namesEveryVariableThatIsNotAllowed() {
    assertThat(
            bench.send("{command: [env], environment: {LANG: C, BASH_ENV: x, PATH: x}}").reason())
        .contains("BASH_ENV", "PATH")
        .doesNotContain("LANG");
  }

  @Test
  void listedVariablesAreSet() {
    assertThat(bench.send("{command: [env], environment: {LANG: C, LC_TIME: POSIX}}").output())
        .contains("LANG=C\n", "LC_TIME=POSIX\n", "FIXED=1\n");
  }

  @Test
  void programsStartInListedDirectoriesOnly() throws IOException {
    for (String each : List.of("open", "open/inner", "below", "below/inner", "secret")) {
      Files.createDirectory(folder.resolve(each));
    }
    assertThat(bench.send("command: [pwd, -P]").output()).isEqualTo(folder + "\n");
    for (String each : List.of("open", "./open", "below/inner", folder + "/open")) {
      assertThat(in(each).output()).isEqualTo(folder.resolve(each).normalize() + "\n");
    }
    for (String each : List.of("secret", ".", "", "below", "open/inner", "nowhere", "/", "/tmp")) {
      assertRefused(in(each), "to start a program in " + folder.resolve(each).normalize());
    }
  }

  @Test
  void noParentFolderLeadsOutOfADirectory() throws IOException {
    for (String each : List.of("open", "below", "below/inner", "secret")) {
      Files.createDirectory(folder.resolve(each));
    }
    assertRefused(in("open/../secret"), "to start a program in " + folder + "/secret");
    assertRefused(in("below/../secret"), "to start a program in " + folder + "/secret");
    assertRefused(in("secret/../open"), "to start a program in " + folder + "/open");
    assertRefused(in(".."), "to start a program in " + folder.getParent());
  }

  @Test
  void noLinkLeadsOutOfADirectory() throws IOException {
    Files.createDirectories(folder.resolve("below"));
    Files.createDirectories(folder.resolve("secret/inner"));
    Files.createSymbolicLink(folder.resolve("below/link"), folder.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("open"), folder.resolve("secret"));
    assertRefused(in("below/link"), "to start a program in " + folder + "/below/link");
    assertRefused(in("below/link/inner"), "to start a program in " + folder + "/below/link/inner");
    assertThat(in("open").output()).isEqualTo(folder + "/secret\n"); // named by the configuration
  }

  @Test
  void nothingIsSetAndNoDirectoryChosenUnlessListed() {
    try (Workbench strict = Workbench.of(settings(folder, List.of("env"), List.of(), List.of()))) {
      assertRefused(strict.send("{command: [env], environment: {LANG: C}}"), "to set LANG");
      assertRefused(strict.send("{command: [env], directory: /tmp}"), "to start a program in /tmp");
      assertThat(strict.send("command: [env]").state()).isEqualTo(State.Terminal.SUCCEEDED);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void answersWhateverTheArgumentsAre() {
    try (Workbench starred =
        Workbench.of(
            settings(folder, List.of("echo *-*-*-*x"), List.of("*_*_*_*x"), List.of("/*-*-*x")))) {
      String dashes = "-".repeat(6000);
      assertRefused(
          starred.start(Map.of("command", List.of("echo", dashes))).await(),
          ("echo " + dashes).substring(0, 200) + "…");
      assertThat(
              starred
                  .start(
                      Map.of(
                          "command",
                          List.of("echo", "---x"),
                          "environment",
                          Map.of("_".repeat(200), "")))
                  .await()
                  .reason())
          .startsWith("not allowed on this node: to set ___");
      assertThat(
              starred
                  .start(
                      Map.of(
                          "command", List.of("echo", "---x"), "directory", "/" + "-".repeat(4000)))
                  .await()
                  .reason())
          .startsWith("not allowed on this node: to start a program in /---");
    }
  }

  @Test
  void rejectsSettingsThatCannotMatch() {
    assertThatThrownBy(() -> settings(folder, List.of(), List.of("LANG"), List.of()))
        .hasMessage("\"variables\" and \"directories\" require \"allow\"");
    assertThatThrownBy(() -> settings(folder, List.of(), List.of(), List.of("/srv")))
        .hasMessage("\"variables\" and \"directories\" require \"allow\"");
    for (String each : List.of("srv", "", "*", "/srv/", "/srv/../etc")) {
      assertThatThrownBy(() -> settings(folder, List.of("env"), List.of(), List.of(each)))
          .hasMessage(
              "directories: \"" + each + "\" is not an absolute path or pattern such as /srv/**");
    }
  }
}
