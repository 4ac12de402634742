package io.steward.plugin.shellcommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {

  @TempDir private Path folder = Path.of("");

  private static AllowList list(String... patterns) {
    return new AllowList(AllowList.resolve(List.of(patterns)), List.of(), List.of());
  }

  private static boolean permits(String pattern, String... program) throws InterruptedException {
    return list(pattern).find(List.of(program)).isPresent();
  }

  @Test
  void aWordMatchesOneArgument() throws InterruptedException {
    assertThat(permits("cat *.log", "cat", "a.log")).isTrue();
    assertThat(permits("cat *.log", "cat", "a.log", "/etc/shadow")).isFalse();
    assertThat(permits("cat *.log", "cat")).isFalse();
    assertThat(permits("cat *.log", "cat", "/etc/shadow")).isFalse();
    assertThat(permits("cat *.log", "cat", "/etc/a.log")).isFalse();
    assertThat(permits("ls a b", "ls", "a b")).isFalse();
    assertThat(permits("seq -? 1", "seq", "-w", "1")).isTrue();
    assertThat(permits("seq -? 1", "seq", "-15", "1")).isFalse();
  }

  @Test
  void aTrailingStarMatchesAnyFurtherArgumentsWithoutASlash() throws InterruptedException {
    assertThat(permits("uname *", "uname")).isTrue();
    assertThat(permits("uname *", "uname", "-s", "-r")).isTrue();
    assertThat(permits("uname *", "uname2")).isFalse();
    assertThat(permits("cat *", "cat", "a", "/etc/shadow")).isFalse();
    assertThat(permits("cat *", "cat", "..")).isFalse();
  }

  @Test
  void twoTrailingStarsMatchAnyFurtherArguments() throws InterruptedException {
    assertThat(permits("cat **", "cat")).isTrue();
    assertThat(permits("cat **", "cat", "/a/b", "../c")).isTrue();
    assertThat(permits("cat /srv/**", "cat", "/srv/a/b")).isTrue();
    assertThat(permits("cat /srv/**", "cat", "/srv/a", "/etc/shadow")).isFalse();
    assertThat(permits("cat /srv/**", "cat", "/srv/../etc/shadow")).isFalse();
  }

  @Test
  void otherCharactersAreLiteral() throws InterruptedException {
    assertThat(permits("echo a.b", "echo", "axb")).isFalse();
    assertThat(permits("echo [a]+", "echo", "[a]+")).isTrue();
    assertThat(permits("echo *", "echo", "a\nb")).isTrue();
    assertThat(permits("echo x*", "echo", "x\nb")).isTrue();
  }

  @Test
  void aNameIsLookedUpOnceAndMeansThatFile() throws InterruptedException {
    String found = ProgramPattern.program(AllowList.resolve(List.of("uname *")).getFirst());
    assertThat(found).matches("(/usr)?/s?bin/uname");
    assertThat(list("uname *").find(List.of("uname", "-s"))).contains(List.of(found, "-s"));
    assertThat(list("uname *").find(List.of(found, "-s"))).contains(List.of(found, "-s"));
    assertThat(list(found + " *").find(List.of("uname"))).contains(List.of(found));
    assertThat(AllowList.resolve(List.of(found + " *"))).containsExactly(found + " *");
  }

  @Test
  void aProgramThatWasNotFoundIsMissing() throws InterruptedException {
    AllowList allowList = list("no-such-program *", "uname");
    assertThat(allowList.isMissing("no-such-program")).isTrue();
    assertThat(allowList.isMissing("uname")).isFalse();
    assertThat(allowList.find(List.of("no-such-program"))).isEmpty();
    assertThat(allowList.find(List.of("uname"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./uname",
        "../uname",
        "bin/uname",
        "/tmp/uname",
        "/usr/bin/../bin/uname",
        "/usr/bin/./uname",
        "//usr/bin/uname",
        "/usr//bin/uname",
        "/usr/bin/uname/",
        ".",
        ".."
      })
  void aProgramOfTheSameNameElsewhereIsAnother(String program) throws InterruptedException {
    assertThat(permits("uname *", program)).isFalse();
  }

  @Test
  void aNulIsInNoProgram() throws InterruptedException {
    assertThat(permits("uname *", "uname\0")).isFalse();
    assertThat(permits("/usr/bin/* *", "/usr/bin/uname\0")).isFalse();
  }

  @Test
  void aStarInThePathOfAProgramStaysInItsFolder() throws IOException, InterruptedException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    assertThat(permits(folder + "/* *", folder + "/tool", "x")).isTrue();
    assertThat(permits(folder + "/* *", inner + "/tool")).isFalse();
    assertThat(permits(folder + "/**", inner + "/tool")).isTrue();
    assertThat(permits(folder + "/**", inner + "/../../tool")).isFalse();
    assertThat(permits(folder + "/**", "tool")).isFalse();
  }

  @Test
  void noWildcardMatchesASymbolicLink() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/bin/sh"));
    Files.createSymbolicLink(folder.resolve("bin"), Path.of("/bin"));
    assertThat(permits(folder + "/* **", link.toString(), "-c", "id")).isFalse();
    assertThat(permits(folder + "/** **", folder + "/bin/sh")).isFalse();
    assertThat(permits(folder + "/l?nk", link.toString())).isFalse();
    assertThat(permits(link + " **", link.toString(), "-c", "id")).isTrue();
    assertThat(permits(folder + "/bin/s?", folder + "/bin/sx")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "**",
        "git-* *",
        "bin/x",
        "./x *",
        "/usr/../bin/x",
        "/usr//x",
        "/x/"
      })
  void rejectsPatternsThatDoNotBeginWithAProgram(String pattern) {
    assertThatThrownBy(() -> list(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "allow: \""
                + pattern
                + "\" does not begin with a program such as uname or /opt/tools/*");
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isLinearInTheArguments() throws InterruptedException {
    assertThat(permits("echo *-*-*-*x", "echo", "-".repeat(6000))).isFalse();
    assertThat(permits("/srv/*-*-*-*x", "/srv/" + "-".repeat(4000))).isFalse();
    List<String> many = Collections.nCopies(100_000, "echo");
    assertThat(list("echo *", "echo * *", "echo x").find(many)).isPresent();
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> permits("echo *", "echo", "a"))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
