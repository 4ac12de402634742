package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountOrPercentTest {

  @ParameterizedTest
  @CsvSource({"5, 1000, 5", "5%, 1000, 50", "2.5%, 1000, 25", "1%, 10, 1", "0%, 10, 0", "0, 9, 0"})
  void roundsAPercentageUp(String text, int total, int expected) {
    assertThat(CountOrPercent.parse(text).of(total)).isEqualTo(expected);
    assertThat(CountOrPercent.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2%, 20, 1000, false",
    "2%, 21, 1000, true",
    "3, 3, 1000, false",
    "3, 4, 1000, true",
    "0, 1, 9, true"
  })
  void isExceededOnlyByMore(String text, int part, int total, boolean exceeded) {
    assertThat(CountOrPercent.parse(text).isExceededBy(part, total)).isEqualTo(exceeded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "five", "5 %", "%", "1.5"})
  void rejectsAnInvalidAmount(String text) {
    assertThatThrownBy(() -> CountOrPercent.parse(text)).hasMessageContaining("such as 5 or 5%");
  }

  @Test
  void rejectsMoreThanAHundredPercent() {
    assertThatThrownBy(() -> CountOrPercent.parse("101%")).hasMessage("101% is more than 100%");
  }
}
