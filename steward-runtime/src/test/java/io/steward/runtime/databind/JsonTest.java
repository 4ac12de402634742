package io.steward.runtime.databind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static @Nullable Object read(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void numbersHaveTheSmallestTypeThatHoldsThem() {
    assertThat(read("[1, 3000000000, 12345678901234567890, 1.5, 1e3, -0.0]"))
        .isEqualTo(
            List.of(1, 3_000_000_000L, new BigInteger("12345678901234567890"), 1.5, 1000.0, -0.0));
  }

  @Test
  void dataThatWasReadIsMutable() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("b", true);
    expected.put("a", new ArrayList<>(Arrays.asList(null, "ü", Map.of())));
    assertThat(read("{\"b\": true, \"a\": [null, \"ü\", {}]}"))
        .isEqualTo(expected)
        .isInstanceOf(LinkedHashMap.class);
    assertThat(read("null")).isNull();
  }

  @Test
  void theLastOfDuplicateKeysWins() {
    assertThat(read("{\"a\": 1, \"b\": 2, \"a\": 3}")).hasToString("{a=3, b=2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{\"a\": }", "[1, ]", "1 2", "{} x", "]", "yes", "{'a': 1}"})
  void anythingButOneDocumentIsRejected(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read(bytes))
        .withMessageStartingWith("not JSON: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read(new ByteArrayInputStream(bytes)))
        .withMessageStartingWith("not JSON: ");
  }

  @Test
  void tooDeeplyNestedJsonIsRejected() {
    assertThat(read("[".repeat(100) + "]".repeat(100))).isNotNull();
    assertThatIllegalArgumentException().isThrownBy(() -> read("[".repeat(101) + "]".repeat(101)));
  }

  @Test
  void aStreamIsReadToItsEnd() throws IOException {
    byte[] json = Json.write(Map.of("key", List.of(1, 2)));
    assertThat(Json.read(new ByteArrayInputStream(json))).isEqualTo(Map.of("key", List.of(1, 2)));
  }

  @Test
  void streamsAreLeftOpenForTheCallerToClose() throws IOException {
    ByteArrayOutputStream given =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    Json.write(Map.of("a", 1), given);
    assertThat(given.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(Json.length(Map.of("a", "ü"))).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J",
        "\u007f",
        "\u009b2J",
        "\u202e",
        "\u2066",
        "\u2028",
        "\u2029",
        "\u200b"
      })
  void whatIsPrintedIsEscapedAndReadAsItWas(String hostile) throws IOException {
    Map<String, String> data = Map.of("a" + hostile, "ü" + hostile + "b");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Json.write(data, printed);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("ü\\u")
        .doesNotContain(hostile.substring(0, 1));
    assertThat(Json.read(printed.toByteArray())).isEqualTo(data);
  }

  @Test
  void dataIsWrittenForPrograms() {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("text", "a \"b\"\n");
    data.put("numbers", List.of(1, 2L, 1.5, BigInteger.TEN));
    data.put("none", null);
    data.put("yes", true);
    assertThat(Json.line(data))
        .isEqualTo(
            "{\"text\":\"a \\\"b\\\"\\n\",\"numbers\":[1,2,1.5,10],\"none\":null,\"yes\":true}");
  }

  @Test
  void dataIsWrittenForPeople() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("list", List.of(1, "two"));
    data.put("map", Map.of("yes", "no"));
    assertThat(Json.pretty(data))
        .isEqualToNormalizingNewlines(
            """
            {
              "list" : [ 1, "two" ],
              "map" : {
                "yes" : "no"
              }
            }\
            """);
    assertThat(Json.yaml(data))
        .isEqualTo(
            """
            list:
            - 1
            - two
            map:
              "yes": "no"
            """);
  }
}
