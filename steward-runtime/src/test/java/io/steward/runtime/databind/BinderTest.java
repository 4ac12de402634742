package io.steward.runtime.databind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {

  enum Colour {
    DARK_RED,
    BLUE
  }

  record Inner(String name, Optional<Integer> age) {
    Inner {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a name must not be blank");
      }
    }
  }

  record Everything(
      String text,
      boolean flag,
      int small,
      long large,
      double fraction,
      Duration duration,
      Instant instant,
      Path path,
      URI uri,
      Colour colour,
      NodeName node,
      Subject subject,
      Inner inner,
      Optional<String> maybe,
      List<String> list,
      Set<Integer> set,
      Map<String, Inner> map) {}

  @Test
  void bindsWhatPlainDataWrites() throws ProblemsException {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      Everything value = random(random);
      byte[] json = Json.write(PlainData.of(value));
      assertThat(Binder.bind(Document.json("json", json), Everything.class)).isEqualTo(value);
      String yaml = Json.yaml(PlainData.of(value));
      assertThat(Binder.bind(Document.yaml("yaml", yaml), Everything.class)).isEqualTo(value);
    }
  }

  private static Everything random(Random random) {
    String text = text(random);
    return new Everything(
        text,
        random.nextBoolean(),
        random.nextInt(),
        random.nextLong(),
        random.nextInt() / 8.0,
        Duration.ofMillis(random.nextLong(1, 1L << 40)),
        Instant.ofEpochMilli(random.nextLong(1L << 42)),
        Path.of("a" + random.nextInt(), "b c"),
        URI.create("nats://127.0.0.1:" + random.nextInt(65536)),
        random.nextBoolean() ? Colour.DARK_RED : Colour.BLUE,
        new NodeName("n" + random.nextInt(1000)),
        Subject.parse("ship1.event.log.x" + random.nextInt(10)),
        new Inner("x" + text, Optional.of(random.nextInt())),
        random.nextBoolean() ? Optional.empty() : Optional.of(text),
        List.of("no", "012", "1e3", text),
        Set.of(random.nextInt()),
        Map.of("key " + random.nextInt(), new Inner("y", Optional.empty())));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    String alphabet = "ab \"'\\:#{}[]\u00e9\u4e16,&*!|>%@`-?\t";
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  record Words(String word, List<String> list) {}

  @Test
  void keepsTextAsWrittenWhereTextIsExpected() throws ProblemsException {
    Words words =
        Binder.bind(Document.yaml("y", "word: no\nlist: [012, 1e3, yes, 0x10, ~x]"), Words.class);
    assertThat(words.word()).isEqualTo("no");
    assertThat(words.list()).containsExactly("012", "1e3", "yes", "0x10", "~x");
  }

  @Test
  void reportsEveryProblemAtOnceWithItsPosition() {
    String yaml =
        """
        text: [a]
        flag: maybe
        small: 3000000000
        duration: soon
        colour: dark-rad
        node: a.b
        inner: { nam: x }
        list: one
        """;
    assertThatThrownBy(() -> Binder.bind(Document.yaml("y", yaml), Everything.class))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> {
              List<String> lines = e.problems().stream().map(Problem::toString).toList();
              assertThat(lines)
                  .contains(
                      "y:1:7 text: expected text, found a list",
                      "y:2:7 flag: expected true or false, found \"maybe\"",
                      "y:3:8 small: 3000000000 is not a whole number from -2147483648 to"
                          + " 2147483647",
                      "y:4:11 duration: \"soon\" is not a duration such as 250ms, 30s, 5m, 2h or"
                          + " 7d",
                      "y:5:9 colour: no such value; did you mean \"dark-red\"?",
                      "y:6:7 node: \"a.b\" is not a node name: letters, digits, '-' and '_' only,"
                          + " the first a letter or digit",
                      "y:7:10 inner.nam: no such key; did you mean \"name\"?",
                      "y:7:8 inner.name: is missing",
                      "y:8:7 list: expected a list, found \"one\"; write [one]",
                      "y:1:1 uri: is missing");
            });
  }

  @Test
  void aRejectionByAConstructorIsReportedAtItsRecord() {
    assertThatThrownBy(() ->
            Binder.bind(
                Document.json(
                    "arguments", "\n  {\"name\": \" \"}".getBytes(StandardCharsets.UTF_8)),
                Inner.class))
        .hasMessage("arguments:2:3 a name must not be blank");
  }

  @Test
  void duplicatesAndAnchorsDoNotHideOtherProblems() {
    String yaml = "word: &w 1\nword: x\nlist: *w\nwort: &z [2]\n";
    assertThatThrownBy(() -> Binder.bind(Document.yaml("y", yaml), Words.class))
        .hasMessageContaining("y:2:1 word: duplicate key; first defined at 1:1")
        .hasMessageContaining("y:3:7 list: aliases (*) are not supported")
        .hasMessageContaining("y:4:7 wort: anchors (&) are not supported")
        .hasMessageContaining("y:4:1 wort: no such key; did you mean \"word\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'{\"a\": '|1:", "'{\"a\" 1}'|1:", "'[1,]'|1:", "'{\"a\":1} x'|1:"})
  void malformedJsonIsOneProblemWithItsPosition(String json, String position) {
    assertThatThrownBy(() ->
            Binder.bind(Document.json("j", json.getBytes(StandardCharsets.UTF_8)), Words.class))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("j:" + position);
  }

  @Test
  void malformedYamlIsOneProblemWithItsPosition() {
    assertThatThrownBy(() -> Document.yaml("y", "a: 1\n b: 2\n"))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("y:2:");
  }

  record Settings(int batch, Duration linger, List<String> names) {
    Settings {
      if (batch < 1) {
        throw new IllegalArgumentException("batch is 1 or more");
      }
    }
  }

  @Test
  void anOverlayKeepsDefaultsThatAreNotOverridden() throws ProblemsException {
    Settings defaults = new Settings(100, Duration.ofMillis(50), List.of("a"));
    Tree with = Document.yaml("y", "batch: 7").root();
    assertThat(Binder.overlay(defaults, with, "with"))
        .isEqualTo(new Settings(7, Duration.ofMillis(50), List.of("a")));
    assertThatThrownBy(
            () -> Binder.overlay(defaults, Document.yaml("y", "batch: 0").root(), "with"))
        .hasMessage("y:1:1 with: batch is 1 or more");
  }

  @Test
  void emptyInputIsAnEmptyDocument() throws ProblemsException {
    record Nothing(List<String> list) {}
    assertThat(Binder.bind(Document.json("j", new byte[0]), Nothing.class))
        .isEqualTo(new Nothing(List.of()));
  }

  @Test
  void aTooDeeplyNestedDocumentIsRejected() {
    byte[] deep = "[".repeat(5000).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Document.json("j", deep)).isInstanceOf(ProblemsException.class);
  }

  @Test
  void durationsRoundTrip() {
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(1L << 45));
      assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
    }
    assertThat(Durations.print(Duration.ofSeconds(90))).isEqualTo("1m30s");
    assertThat(Durations.parse("PT5S")).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aSchemaDescribesWhatBinds() {
    Map<String, Object> schema = JsonSchema.of(Inner.class);
    assertThat(Json.line(schema))
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
                + "\"age\":{\"type\":\"integer\"}},\"required\":[\"name\"],"
                + "\"additionalProperties\":false}");
  }
}
