package io.steward.runtime.databind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whatever is in a document, reading it takes a small multiple of its size.
class HostileDocumentTest {

  private static final long MAX_TIMES_ITS_SIZE = 12;

  /// A record that accepts anything.
  private record Anything(Map<String, Object> values, List<Object> items) {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] nested(int depth, int keyLength) {
    String key = "\"" + "k".repeat(keyLength) + "\":";
    return bytes("{\"values\":{" + (key + "{").repeat(depth) + "}".repeat(depth) + "}}");
  }

  /// What reading a document allocates, as a multiple of its size. The first time loads classes.
  private static long cost(byte[] document) {
    readAndForget(bytes("{}"));
    readAndForget(document);
    long before = allocated();
    readAndForget(document);
    return (allocated() - before) / document.length;
  }

  /// The bytes that this thread has allocated. Asked reflectively, since the module under test does
  /// not read that of the beans.
  private static long allocated() {
    try {
      Object threads =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return (long)
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes")
              .invoke(threads);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static void readAndForget(byte[] document) {
    try {
      assertThat(Binder.bind(Document.json("arguments", document), Anything.class)).isNotNull();
    } catch (ProblemsException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  @Test
  void nestedLongKeysCostNoPathsWhileNothingIsWrong() {
    assertThat(cost(nested(95, 16_000))).isLessThan(MAX_TIMES_ITS_SIZE);
  }

  @Test
  void aKeyThatIsTooLongIsAProblem() {
    assertThatThrownBy(() -> Document.json("arguments", nested(1, 120_000)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("arguments:1:");
  }

  @Test
  void aMillionProblemsCostAsMuchAsAHundred() {
    StringBuilder document = new StringBuilder("{\"unknown\":0");
    for (int i = 0; i < 200_000; i++) {
      document.append(",\"unknown\":0");
    }
    byte[] all = bytes(document.append('}').toString());
    assertThat(cost(all)).isLessThan(3 * MAX_TIMES_ITS_SIZE);
    assertThatThrownBy(() -> Binder.bind(Document.json("arguments", all), Anything.class))
        .hasMessageContaining("more problems")
        .hasMessageContaining("unknown");
  }

  @Test
  void aLongUnknownKeyIsComparedWithNothing() {
    byte[] document = bytes("{\"" + "x".repeat(16_000) + "\":0}");
    assertThat(cost(document)).isLessThan(3 * MAX_TIMES_ITS_SIZE);
  }

  @Test
  void pathsInProblemsAreShortened() {
    byte[] document = nested(90, 10_000);
    String broken = new String(document, StandardCharsets.UTF_8).replace("{}", "{\"a\":1,\"a\":2}");
    assertThatThrownBy(() -> Binder.bind(Document.json("arguments", bytes(broken)), Anything.class))
        .hasMessageContaining("duplicate key")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(12_000));
  }
}
