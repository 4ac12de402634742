package io.steward.plugin.filewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.testkit.Workbench;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void theDefaultsAreValid() {
    assertThat(new FileWatch().paths()).containsExactly("/var/log/*.log");
  }

  @Test
  void refusesInvalidPaths() {
    assertThatThrownBy(() -> Watches.lines(FileWatch.From.END, "log/a"))
        .hasMessage("\"log/a\" is not an absolute path or pattern");
    assertThatThrownBy(() -> Watches.lines(FileWatch.From.END, "/log/[a"))
        .hasMessage("\"/log/[a\" is not a valid path pattern");
  }

  @Test
  void reportsThePositionOfARegularExpressionError() {
    assertThatThrownBy(
            () -> Watches.filtered(FileWatch.From.END, List.of("a("), List.of(), 1, "/a"))
        .hasMessage("in match, \"a(\" is not a regular expression: Unclosed group at character 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paths: []     | paths: it has 0 items, not 1 or more",
        "batch: 0      | batch: 0 is not from 1 to 1000",
        "delay: 0s     | delay: 0s is not from 10ms to 1h",
        "look: 2d      | look: 2d is not from 100ms to 1d",
        "longest: 79   | longest: 79 is not from 80 to 65536",
        "files: 0      | files: 0 is not from 1 to 100000",
        "hash: -1      | hash: -1 is not 0 or more",
      })
  void refusesValuesOutOfRange(String settings, String why) {
    assertThatThrownBy(() -> Workbench.configured(new FileWatch(), settings))
        .hasMessageEndingWith("with." + why);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b, true",
    "/a/b, /a/b/c, true",
    "/a/b, /a/c, false",
    "/a/*.log, /a/x.log, true",
    "/a/*.log, /a/b/x.log, false",
    "/a/**.log, /a/b/x.log, true",
    "'/a/{x,y}', /a/y, true",
    "/a/?, /a/xy, false",
  })
  void aPatternCoversMatchingPathsAndEverythingBelow(String pattern, Path path, boolean meant) {
    assertThat(new Globs(List.of(pattern)).covers(path)).isEqualTo(meant);
  }
}
