package io.steward.plugin.shellcommand;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  private static boolean matches(String pattern, String text) {
    return new Glob(pattern).matches(text);
  }

  @Test
  void aStarDoesNotCrossASlash() {
    assertThat(matches("/srv/*", "/srv/a")).isTrue();
    assertThat(matches("/srv/*", "/srv/")).isTrue();
    assertThat(matches("/srv/*", "/srv/a/b")).isFalse();
    assertThat(matches("/*/x", "/srv/a/x")).isFalse();
    assertThat(matches("*", "/etc/shadow")).isFalse();
    assertThat(matches("--file=*", "--file=/etc/shadow")).isFalse();
  }

  @Test
  void twoStarsCrossSlashes() {
    assertThat(matches("/srv/**", "/srv/a/b")).isTrue();
    assertThat(matches("/srv/**/x", "/srv/a/b/x")).isTrue();
    assertThat(matches("/srv/**.log", "/srv/a/b.log")).isTrue();
    assertThat(matches("/srv/**/*.log", "/srv/a/b/c.log")).isTrue();
    assertThat(matches("/srv/**/*.log", "/srv/a/b.log/c")).isFalse();
    assertThat(matches("/srv/**", "/srv")).isFalse();
    assertThat(matches("**", "any\n/thing ../at all")).isTrue();
  }

  @Test
  void aQuestionMarkIsOneCharacterOfAName() {
    assertThat(matches("a?c", "abc")).isTrue();
    assertThat(matches("a?c", "a𝄞c")).isTrue();
    assertThat(matches("a?c", "ac")).isFalse();
    assertThat(matches("a?c", "a/c")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/../etc/shadow",
        "/srv/a/../../etc/shadow",
        "/srv/..",
        "/srv/a/..",
        "/srv/a:/srv/..:b",
        "/srv/-C.."
      })
  void noWildcardStandsForTheParentFolder(String text) {
    assertThat(matches("/srv/**", text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/srv/a..b", "/srv/...", "/srv/.a", "/srv/a.", "/srv/v1..v2/x"})
  void dotsWithinANameAreNotTheParentFolder(String text) {
    assertThat(matches("/srv/**", text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*-*-*-*x, -, 6000",
    "**-**-**-**x, -, 6000",
    "*a*a*a*a*a*a*a*a*a*ab, a, 60000",
    "**a*a**a*a**a*a**ab, a, 60000",
    "*?*?*?*?*?*x, é, 60000",
    "*x, /, 60000"
  })
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isLinearInTheText(String pattern, String unit, int count) {
    assertThat(matches(pattern, unit.repeat(count))).isFalse();
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void looksForTheParentFolderInLinearTime() {
    assertThat(matches("*x", ".".repeat(60_000))).isFalse();
    assertThat(matches("*x", "..a".repeat(60_000))).isFalse();
  }
}
