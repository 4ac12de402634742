package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

  @Test
  void parsesTheFourTokens() {
    Subject subject = Subject.parse("ship2.command.shellcommand.operatingsystem");
    assertThat(subject)
        .isEqualTo(
            Subject.command(
                new NodeName("ship2"),
                new MethodName("shellcommand"),
                new Domain("operatingsystem")));
  }

  @Test
  void parsingAndPrintingAreInverses() {
    Random random = new Random(7);
    String letters = "ABCxyz0189-_";
    for (int i = 0; i < 2000; i++) {
      Subject subject =
          new Subject(
              new NodeName(token(random, letters)),
              random.nextBoolean() ? MessageType.COMMAND : MessageType.EVENT,
              new MethodName(token(random, letters)),
              new Domain(token(random, letters)));
      assertThat(Subject.parse(subject.toString())).isEqualTo(subject);
    }
  }

  private static String token(Random random, String letters) {
    StringBuilder token = new StringBuilder().append(letters.charAt(random.nextInt(10)));
    int more = random.nextInt(Token.MAX_LENGTH);
    for (int i = 0; i < more; i++) {
      token.append(letters.charAt(random.nextInt(letters.length())));
    }
    return token.toString();
  }

  @Test
  void isCaseSensitive() {
    assertThat(new NodeName("Ship2")).isNotEqualTo(new NodeName("ship2"));
    assertThatThrownBy(() -> Subject.parse("ship2.Command.x.y"))
        .hasMessageContaining("neither \"command\" nor \"event\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\tb",
        "a.b",
        "*",
        ">",
        "a*",
        "-a",
        "_a",
        "ä",
        "a\n",
        "a/b",
        "a$",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void rejectsTokensThatABrokerCouldMisread(String token) {
    assertThatThrownBy(() -> new NodeName(token)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MethodName(token)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Domain(token)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ship2", "ship2.command.x", "ship2.command.x.y.z", "..."})
  void rejectsAWrongNumberOfTokens(String text) {
    assertThatThrownBy(() -> Subject.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
