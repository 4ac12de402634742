package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RampTest {

  /// The sizes of the first steps, where all units of each step have ended before the next.
  private static List<Integer> sizes(String text, int total, int maxSize, int steps) {
    List<Integer> sizes = new ArrayList<>();
    int settled = 0;
    for (int i = 0; i < steps; i++) {
      Ramp.Step step = Ramp.parse(text).stepAt(settled, total, maxSize);
      sizes.add(step.size());
      settled = step.end();
    }
    return sizes;
  }

  @Test
  void runsItsStepsAndRepeatsTheLast() {
    assertThat(sizes("1,10,25%", 200, 200, 5)).containsExactly(1, 10, 50, 50, 50);
  }

  @Test
  void doublesUpToTheConcurrency() {
    assertThat(sizes("x2", 1000, 12, 6)).containsExactly(1, 2, 4, 8, 12, 12);
  }

  @Test
  void growsByFractions() {
    assertThat(sizes("x1.5", 1000, 1000, 5)).containsExactly(1, 2, 3, 5, 8);
  }

  @Test
  void staysInAStepUntilAllItsUnitsHaveEnded() {
    Ramp ramp = Ramp.parse("2,4");
    assertThat(ramp.stepAt(1, 100, 100)).isEqualTo(new Ramp.Step(2, 2));
    assertThat(ramp.stepAt(2, 100, 100)).isEqualTo(new Ramp.Step(4, 6));
    assertThat(ramp.stepAt(5, 100, 100)).isEqualTo(new Ramp.Step(4, 6));
    assertThat(ramp.stepAt(6, 100, 100)).isEqualTo(new Ramp.Step(4, 10));
  }

  @ParameterizedTest
  @CsvSource({"'1,5%', '1,5%'", "x2, x2", "x1.5, x1.5"})
  void printsWhatItParsed(String text, String printed) {
    assertThat(Ramp.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x1", "x", "x0.5", "xx", "1,,2", "fast"})
  void rejectsAnInvalidRamp(String text) {
    assertThatThrownBy(() -> Ramp.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as");
  }
}
