package io.steward.runtime.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.PositionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionFilesTest {

  private static final String BINDING = "source.uptime.main";

  @TempDir private Path data = Path.of("");
  private PositionStore positions = PositionFiles.below(data);

  @BeforeEach
  void open() throws IOException {
    positions = reopened();
  }

  private PositionStore reopened() throws IOException {
    return new BindingFolders(data).of(BINDING).positions();
  }

  private Path file(String key) {
    return data.resolve(BINDING).resolve(".positions").resolve(key);
  }

  private static Optional<String> text(PositionStore positions, String key) throws IOException {
    return positions.find(key).map(value -> new String(value, UTF_8));
  }

  private static void put(PositionStore positions, String key, String value) throws IOException {
    positions.put(key, value.getBytes(UTF_8));
  }

  @Test
  void findsTheValuePutLastAlsoAfterARestart() throws IOException {
    put(positions, "read", "old and longer");
    put(positions, "read", "new");
    put(positions, "empty", "");
    assertThat(text(positions, "read")).contains("new");
    assertThat(text(reopened(), "read")).contains("new");
    assertThat(text(reopened(), "empty")).contains("");
    assertThat(text(reopened(), "none")).isEmpty();
  }

  @Test
  void removesAValue() throws IOException {
    positions.remove("none");
    put(positions, "b", "1");
    put(positions, "a", "2");
    assertThat(positions.keys()).containsExactly("a", "b");
    positions.remove("b");
    positions.remove("b");
    assertThat(reopened().keys()).containsExactly("a");
    assertThat(text(positions, "b")).isEmpty();
  }

  @Test
  void sharesOneStoreAmongThoseWhoServeABinding() throws IOException {
    BindingFolders folders = new BindingFolders(data);
    assertThat(folders.of(BINDING).positions()).isSameAs(folders.of(BINDING).positions());
    put(folders.of(BINDING).positions(), "read", "mine");
    assertThat(folders.of("source.uptime.other").positions().keys()).isEmpty();
  }

  @Test
  void keepsTheOldValueWhenTheNodeDiesDuringAWrite() throws IOException {
    put(positions, "read", "old");
    Files.writeString(file("read.new"), "half of what was to co");
    assertThat(text(reopened(), "read")).contains("old");
    assertThat(reopened().keys()).containsExactly("read");
    put(positions, "read", "new");
    assertThat(text(positions, "read")).contains("new");
    assertThat(file("read.new")).doesNotExist();
  }

  @Test
  void keepsTheOldValueWhenAWriteFails() throws IOException {
    put(positions, "read", "old");
    Files.createDirectory(file("read.new"));
    assertThatThrownBy(() -> put(positions, "read", "new")).isInstanceOf(IOException.class);
    assertThat(text(positions, "read")).contains("old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "00000000\n", "00000000\nvalue"})
  void namesADamagedFileAndStartsOverWithoutIt(String contents) throws IOException {
    put(positions, "read", "old");
    Files.writeString(file("read"), contents.equals("00000000\n") ? contents + "x" : contents);
    assertThatThrownBy(() -> positions.find("read"))
        .isInstanceOf(IOException.class)
        .hasMessage(file("read") + " is damaged; delete it to start over");
    Files.delete(file("read"));
    assertThat(positions.find("read")).isEmpty();
    put(positions, "read", "new");
    assertThat(text(positions, "read")).contains("new");
  }

  @Test
  void completesAWriteOfAnInterruptedThread() throws IOException {
    Thread.currentThread().interrupt();
    put(positions, "read", "sent");
    boolean found = text(positions, "read").equals(Optional.of("sent"));
    put(positions, "other", "sent");
    positions.remove("other");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(found).isTrue();
    assertThat(positions.keys()).containsExactly("read");
  }

  @Test
  void lastsWhileManyThreadsPut() throws Exception {
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        put(positions, "shared", "value " + i);
                        put(positions, "own-" + i, "value " + i);
                      } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(positions.keys()).hasSize(9);
    assertThat(text(positions, "shared").orElseThrow()).startsWith("value ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a.b", "../a", "a/b", "a b", "\u00e4"})
  void refusesAMalformedKey(String key) {
    assertThatThrownBy(() -> positions.find(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put(positions, key, "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> positions.remove(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put(positions, "a".repeat(65), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a key: 1 to 64 lower-case letters");
  }

  @Test
  void refusesMoreThanItsLimits() throws IOException {
    put(positions, "first", "");
    for (int i = 1; i < 1000; i++) {
      Files.writeString(file("key-" + i), "00000000\n");
    }
    put(positions, "first", "again");
    assertThatThrownBy(() -> put(positions, "one-more", ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1000 positions already");
    byte[] large = new byte[(64 << 20) + 1];
    assertThatThrownBy(() -> positions.put("first", large))
        .isInstanceOf(IOException.class)
        .hasMessage("the position first has 67108865 bytes; at most 67108864");
    assertThat(text(positions, "first")).contains("again");
  }
}
