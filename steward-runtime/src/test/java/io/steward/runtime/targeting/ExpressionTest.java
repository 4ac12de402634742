package io.steward.runtime.targeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.fleet.Unit;
import io.steward.runtime.targeting.Expression.Operator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ship1                                   | ship1
          SHIP1                                   |
          ship*                                   | ship1 ship2
          s?ip2                                   | ship2
          region=north                            | ship1
          region=n*                               | ship1
          region!=north                           | central ship2
          not region=north                        | central ship2
          region=north or class=ferry             | ship1 ship2
          ship* and not class=tanker              | ship2
          not (region=north or role=station)      | ship2
          not region=north and ship*              | ship2
          ship1 or ship2 and region=north         | ship1
          (ship1 or ship2) and region=south       | ship2
          state=online                            | central ship1
          state=silent                            | ship2
          version>=1.10                           | central ship1
          version<1.10                            | ship2
          version=1.9.*                           | ship2
          plugin=syslogforwarding                 | ship1
          method=rotate                           | ship1
          cpu.cores>4                             | ship2
          cpu.cores>=4                            | ship1 ship2
          memory.total>=1GiB                      | ship1
          memory.total=512MiB                     | ship2
          memory.total!=512MiB                    | central ship1
          facts.cpu.cores=4                       | ship1
          system.arch=amd64                       | central ship1 ship2
          labels.state="of Maine"                 | ship2
          "not"=odd                               | ship2
          regin=north                             |
          """)
  void matchesUnits(String text, String names) {
    List<String> matching =
        TestFleet.ALL.stream().filter(Expression.parse(text)::matches).map(Unit::name).toList();
    assertThat(String.join(" ", matching)).isEqualTo(names == null ? "" : names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          region=              | column 8: a value is missing after "="
          =north               | column 1: a name or a key is missing
          region north         | column 8: "and" or "or" is missing before "north"
          (ship1               | column 7: a closing parenthesis is missing
          ship1)               | column 6: "and" or "or" is missing before ")"
          ship1 and            | column 10: a name or a key is missing
          and                  | column 1: a name or a key is missing; a name "and" must be written in quotes
          region="north        | column 8: missing closing quote
          ship1 and !ship2     | column 11: "!" is not expected here; write != or not
          """)
  void reportsTheColumnOfASyntaxError(String text, String problem) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(text + ": " + problem);
  }

  @Test
  void rejectsDeepNesting() {
    assertThatThrownBy(() -> Expression.parse("(".repeat(100_000)))
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> Expression.parse("not ".repeat(100_000) + "a"))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void readsLongQuotedWords() {
    String word = "a\\\\".repeat(100_000);
    assertThat(Expression.parse('"' + word + '"')).hasToString('"' + word + '"');
  }

  @ParameterizedTest
  @CsvSource({
    "-, *-*-*-*x",
    "9, 10",
    "1.0, 1.0.0",
    "٣x, 4",
    "a, a9",
  })
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void comparesLongValues(String unit, String expected) {
    for (Operator operator : Operator.values()) {
      String actual = unit.repeat(60_000);
      assertThat(operator.test(actual, expected))
          .as(operator.symbol())
          .isEqualTo(!operator.equals(Operator.EQUALS) && !operator.symbol().startsWith("<"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void parsesWhatItPrints(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      Expression original = random(random, 5);
      Expression parsed = Expression.parse(original.toString());
      assertThat(parsed).hasToString(original.toString());
      for (Unit unit : TestFleet.ALL) {
        assertThat(parsed.matches(unit)).as(original.toString()).isEqualTo(original.matches(unit));
      }
    }
  }

  private static Expression random(Random random, int depth) {
    return switch (depth == 0 ? random.nextInt(2) : random.nextInt(5)) {
      case 0 -> new Expression.Name(pick(random, "ship1", "ship*", "or", "a b", "x\"y\\", "*"));
      case 1 ->
          new Expression.Comparison(
              pick(random, "region", "class", "not", "cpu.cores", "state"),
              pick(random, Operator.values()),
              pick(random, "north", "4", "and", "", "of Maine", "1GiB"));
      case 2 -> new Expression.Not(random(random, depth - 1));
      case 3 -> new Expression.And(random(random, depth - 1), random(random, depth - 1));
      default -> new Expression.Or(random(random, depth - 1), random(random, depth - 1));
    };
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
