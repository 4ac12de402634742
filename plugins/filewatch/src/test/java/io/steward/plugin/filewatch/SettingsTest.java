package io.steward.plugin.filewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static FileWatch source(int batch, Duration delay, int longest, int files, long hash) {
    return new FileWatch(
        List.of("/a"),
        FileWatch.Mode.LINES,
        FileWatch.From.END,
        List.of(),
        List.of(),
        batch,
        delay,
        Watches.SOON,
        longest,
        files,
        hash);
  }

  @Test
  void theDefaultsAreAllowed() {
    assertThat(new FileWatch().paths()).containsExactly("/var/log/*.log");
  }

  @Test
  void refusesToWatchNothing() {
    assertThatThrownBy(() -> Watches.lines(FileWatch.From.END))
        .hasMessage("\"paths\" is empty: say what to watch");
  }

  @Test
  void refusesWhatIsNoPath() {
    assertThatThrownBy(() -> Watches.lines(FileWatch.From.END, "log/a"))
        .hasMessage("\"log/a\" is not an absolute path or pattern");
    assertThatThrownBy(() -> Watches.lines(FileWatch.From.END, "/log/[a"))
        .hasMessage("\"/log/[a\" is no pattern of paths");
  }

  @Test
  void saysWhereARegularExpressionIsWrong() {
    assertThatThrownBy(
            () -> Watches.filtered(FileWatch.From.END, List.of("a("), List.of(), 1, "/a"))
        .hasMessage("in match, \"a(\" is no regular expression: Unclosed group at character 3");
  }

  @Test
  void refusesWhatIsOutOfItsRange() {
    Duration some = Watches.MOMENT;
    assertThatThrownBy(() -> source(0, some, 80, 1, 0)).hasMessage("batch is from 1 to 1000");
    assertThatThrownBy(() -> source(1, some, 79, 1, 0)).hasMessage("longest is from 80 to 65536");
    assertThatThrownBy(() -> source(1, some, 80, 0, 0)).hasMessage("files is from 1 to 100000");
    assertThatThrownBy(() -> source(1, some, 80, 1, -1)).hasMessage("hash is 0 or more");
    assertThatThrownBy(() -> source(1, Duration.ZERO, 80, 1, 0))
        .hasMessage("delay is from 10ms to 1h");
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
  void aPatternMeansPathsAndWhatIsBelowThem(String pattern, Path path, boolean meant) {
    assertThat(new Globs(List.of(pattern)).covers(path)).isEqualTo(meant);
  }
}
