package io.steward.runtime.databind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.Matches;
import io.steward.api.Range;
import io.steward.api.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsTest {

  enum Mode {
    FAST,
    SLOW
  }

  @Description("All constraints.")
  record Watch(
      @Range(min = 1, max = 1000) int batch,
      @Range(min = 0) Optional<Long> limit,
      @Range(max = 0.5) List<Double> shares,
      @DurationRange(min = "10ms", max = "1h") Duration delay,
      @DurationRange(max = "1m") Map<String, Duration> pauses,
      @Size(min = 1, max = 2) Set<String> paths,
      @Size(max = 3) String code,
      @Matches(value = "[a-z]+", hint = "a name in lower case") Optional<String> name,
      @Matches("(udp|tcp)://.*") List<URI> listen,
      @Matches(value = "[A-Z_]+", hint = "a variable") Map<String, String> environment,
      Optional<Mode> mode) {}

  private static final String GOOD =
      """
      batch: 1000
      limit: 0
      shares: [0.5, -3]
      delay: 10ms
      pauses: { a: 60s }
      paths: [a]
      code: "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00"
      name: abc
      listen: ["udp://h:1"]
      environment: { PATH: x }
      mode: slow
      """;

  private static final String BAD =
      """
      batch: 1001
      limit: -1
      shares: [0.5, 0.6]
      delay: 2h
      pauses: { a: 61s }
      paths: [a, b, c]
      code: abcd
      name: Abc
      listen: ["udp://h:1", "http://h"]
      environment: { PATH: x, path: y }
      """;

  private static final List<String> VIOLATIONS =
      List.of(
          "batch: 1001 is not from 1 to 1000",
          "limit: -1 is not 0 or more",
          "shares[1]: 0.6 is not 0.5 or less",
          "delay: 2h is not from 10ms to 1h",
          "pauses.a: 1m1s is not from 0s to 1m",
          "paths: it has 3 items, not 1 to 2",
          "code: it has 4 characters, not 3 or fewer",
          "name: \"Abc\" is not a name in lower case",
          "listen[1]: \"http://h\" does not match (udp|tcp)://.*",
          "environment.path: \"path\" is not a variable");

  private static List<String> problems(String yaml) {
    ProblemsException rejected =
        catchThrowableOfType(
            ProblemsException.class, () -> Binder.bind(Document.yaml("w.yaml", yaml), Watch.class));
    return rejected.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void valuesThatSatisfyAllConstraintsAreBound() throws ProblemsException {
    Watch watch = Binder.bind(Document.yaml("w.yaml", GOOD), Watch.class);
    assertThat(watch.batch()).isEqualTo(1000);
    assertThat(watch.paths()).containsExactly("a");
  }

  @Test
  void eachViolationIsReportedWithFileLineKeyAndAllowedValues() {
    List<String> problems = problems(BAD);
    assertThat(problems).hasSameSizeAs(VIOLATIONS);
    for (int i = 0; i < VIOLATIONS.size(); i++) {
      assertThat(problems.get(i)).startsWith("w.yaml:" + (i + 1) + ":").endsWith(VIOLATIONS.get(i));
    }
    assertThat(problems).contains("w.yaml:3:15 shares[1]: 0.6 is not 0.5 or less");
  }

  @Test
  void aSenderGetsTheSameProblemsFromTheSchemaAlone() throws ProblemsException {
    Map<String, Object> schema = JsonSchema.of(Watch.class);
    Object read = Json.read(Json.write(schema)); // as received from the unit
    Object good = Binder.bind(Document.yaml("", GOOD), Object.class);
    Object bad = Binder.bind(Document.yaml("", BAD), Object.class);
    assertThat(SchemaCheck.problems(map(read), good)).isEmpty();
    assertThat(SchemaCheck.problems(map(read), bad)).containsExactlyElementsOf(VIOLATIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "bach: 1",
        "batch: x",
        "batch: 1.5",
        "batch: 2.0",
        "batch: ~",
        "limit: ~",
        "shares: 1",
        "shares: [true]",
        "delay: soon",
        "delay: [1s]",
        "delay: 5",
        "paths: []",
        "paths: { a: b }",
        "code: 123",
        "code: 1234",
        "code: true",
        "name: ~",
        "listen: ['a b']",
        "environment: { A: [1] }",
        "mode: fats",
        "mode: fast"
      })
  void aSenderRejectsExactlyWhatAUnitRejects(String change) throws ProblemsException {
    String key = change.replaceFirst(":.*", ": ");
    String yaml =
        change.equals("{}")
            ? change
            : GOOD.lines()
                    .filter(line -> !line.startsWith(key))
                    .reduce("", (all, line) -> all + line + "\n")
                + change;
    Object plain = Binder.bind(Document.yaml("", yaml), Object.class);
    List<String> sender =
        SchemaCheck.problems(JsonSchema.of(Watch.class), plain).stream()
            .map(problem -> problem.replaceFirst(":.*", ""))
            .toList();
    List<String> unit = List.of();
    try {
      Binder.bind(Document.json("arguments", Json.write(plain)), Watch.class);
    } catch (ProblemsException e) {
      unit = e.problems().stream().map(Problem::path).toList();
    }
    assertThat(sender).containsExactlyInAnyOrderElementsOf(unit);
  }

  @Test
  void aListThatNeedsAnItemIsRequired() {
    assertThat(problems(GOOD.replace("paths: [a]\n", "")))
        .containsExactly("w.yaml:1:1 paths: is missing");
    assertThat(JsonSchema.of(Watch.class).get("required"))
        .isEqualTo(List.of("batch", "delay", "paths", "code"));
  }

  record Mail(@Size(min = 1) String server, @Range(min = 1, max = 65535) int port) {}

  @Test
  void aSettingWhoseDefaultViolatesItsConstraintIsRequired() throws ProblemsException {
    Mail defaults = new Mail("", 25);
    assertThat(Binder.overlay(defaults, Document.yaml("m", "server: a").root(), "with"))
        .isEqualTo(new Mail("a", 25));
    assertThatThrownBy(
            () -> Binder.overlay(defaults, Document.yaml("m", "port: 26").root(), "with"))
        .hasMessage("m:1:1 with.server: is missing");
    assertThat(Json.line(JsonSchema.overlaying(defaults)))
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{"
                + "\"server\":{\"type\":\"string\",\"minLength\":1},"
                + "\"port\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":65535,\"default\":25}},"
                + "\"required\":[\"server\"],\"additionalProperties\":false}");
  }

  record Name(@Matches("(a+)+b") String value) {}

  @Test
  @Timeout(20)
  void noTextMakesMatchingSlow() {
    byte[] hostile =
        ("{\"value\":\"" + "a".repeat(100_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Binder.bind(Document.json("arguments", hostile), Name.class))
        .hasMessageStartingWith("arguments:1:10 value: \"aaaa")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(200));
  }

  record Above(@Range(min = 2, max = 1) int x) {}

  record Endless(@Range int x) {}

  record NoNumber(@Range(min = 1) String x) {}

  record NoDuration(@DurationRange(max = "1s") int x) {}

  record NotLasting(@DurationRange(max = "soon") Duration x) {}

  record Shrinking(@DurationRange(min = "2s", max = "1s") Duration x) {}

  record NoSize(@Size(min = 1) int x) {}

  record Negative(@Size(min = -1) String x) {}

  record NoText(@Matches("a") int x) {}

  record NoPattern(@Matches("[a") String x) {}

  record Backwards(@Matches("(a)\\1") String x) {}

  record Within(List<Above> x) {}

  @Test
  void senselessConstraintsAreRejectedWithTheComponentsName() {
    Map<Class<?>, String> wrong =
        Map.ofEntries(
            Map.entry(Above.class, "Above.x: @Range has the min 2.0 above the max 1.0"),
            Map.entry(Endless.class, "Endless.x: @Range has neither a min nor a max"),
            Map.entry(NoNumber.class, "x: @Range is for numbers, not for java.lang.String"),
            Map.entry(NoDuration.class, "x: @DurationRange is for durations, not for int"),
            Map.entry(NotLasting.class, "x: \"soon\" is not a duration such as"),
            Map.entry(Shrinking.class, "x: @DurationRange has the min 2s above the max 1s"),
            Map.entry(NoSize.class, "x: @Size is for text, lists, sets and maps, not for int"),
            Map.entry(
                Negative.class, "x: @Size needs 0 <= min <= max, not min -1 and max 2147483647"),
            Map.entry(NoText.class, "x: @Matches is for text, not for int"),
            Map.entry(NoPattern.class, "x: \"[a\" is not a regular expression: missing closing ]"),
            Map.entry(Backwards.class, "x: \"(a)\\1\" is not a regular expression: invalid escape"),
            Map.entry(Within.class, "Above.x: @Range has"));
    wrong.forEach((record, message) ->
        assertThatThrownBy(() -> JsonSchema.of(record))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(message));
  }

  record Tree(String name, List<Tree> children) {}

  @Test
  void aRecursiveRecordIsDescribedOnce() {
    assertThat(Json.line(JsonSchema.of(Tree.class)))
        .contains("\"children\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}");
    assertThatCode(() ->
            Binder.bind(
                Document.yaml("t", "{ name: a, children: [{ name: b, children: [] }] }"),
                Tree.class))
        .doesNotThrowAnyException();
  }

  @Test
  void aSchemaIsDescribedInWords() {
    Map<String, Object> properties = map(JsonSchema.of(Watch.class).get("properties"));
    assertThat(properties.values().stream().map(each -> SchemaWords.of(map(each))))
        .containsExactly(
            "whole number, 1 to 1000",
            "whole number, 0 or more",
            "list of number, 0.5 or less",
            "duration, 10ms to 1h",
            "map of duration, 0s to 1m",
            "list of text, 1 to 2 items",
            "text, 3 characters or fewer",
            "text, a name in lower case",
            "list of address, matching (udp|tcp)://.*",
            "map of text by a variable",
            "fast | slow");
  }

  @SuppressWarnings("unchecked") // JSON objects have strings as keys
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }
}
