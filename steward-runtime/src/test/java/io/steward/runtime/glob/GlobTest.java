package io.steward.runtime.glob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "ship1, ship1, true",
    "ship1, ship10, false",
    "ship*, ship, true",
    "ship*, ships/7 and more, true",
    "*1, ship11, true",
    "*a*b, xaxbxab, true",
    "*a*b, xaxbxa, false",
    "**, '', true",
    "'', a, false",
    "s?ip, s𝄞ip, true",
    "?, '', false",
    "a.c, abc, false",
    "*-?, --, true"
  })
  void matchesTheWholeText(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "*-*-*-*x, -, 6000",
    "*-*-*-*x, -, 60000",
    "*a*a*a*a*a*a*a*a*a*ab, a, 60000",
    "*?*?*?*?*?*x, é, 60000"
  })
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isLinearInTheText(String pattern, String unit, int count) {
    assertThat(new Glob(pattern).matches(unit.repeat(count))).isFalse();
  }
}
