package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverTcpTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration LINGER = Duration.ofMillis(20);

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  @Test
  void keepsTheOrderOfEachConnection() throws Exception {
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"))) {
      List<Thread> senders = new ArrayList<>();
      List<Socket> sockets = new ArrayList<>();
      for (int sender = 0; sender < 8; sender++) {
        Socket socket = Sources.connect(stand);
        sockets.add(socket);
        String name = "s" + sender;
        boolean counted = sender % 2 == 0;
        senders.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    for (int i = 0; i < 200; i++) {
                      String line = "<13>" + name + ": " + i;
                      write(socket, counted ? line.length() + " " + line : line + "\n");
                    }
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 1600);
      Sources.assertNumbered(stand);
      List<String> raw = Sources.raw(stand);
      for (int sender = 0; sender < 8; sender++) {
        String prefix = "<13>s" + sender + ": ";
        assertThat(raw.stream().filter(line -> line.startsWith(prefix)))
            .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> prefix + i).toList());
      }
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void deliversALargeNumberOfLinesExactly() throws IOException {
    int count = 20_000;
    // a queue that is far too small: the sender must wait
    try (SourceStand stand = Workbench.of(Sources.with(1000, LINGER, 50, 10, "tcp://127.0.0.1:0"));
        Socket socket = Sources.connect(stand)) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < count; i++) {
        all.append("<13>nginx: GET /berth/").append(i).append(" 200\n");
      }
      write(socket, all.toString());
      await()
          .pollInterval(Duration.ofMillis(500))
          .atMost(Duration.ofMinutes(1))
          .until(() -> Sources.lines(stand).size() == count);
      assertThat(String.join("\n", Sources.raw(stand)) + "\n").isEqualTo(all.toString());
      Sources.assertNumbered(stand);
    }
  }

  @Test
  void anInvalidCountClosesOnlyItsConnection() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"));
        Socket good = Sources.connect(stand);
        Socket bad = Sources.connect(stand)) {
      write(good, "5 <13>a");
      write(bad, "5 <13>bxyz <13>c");
      assertThat(bad.getInputStream().read()).isEqualTo(-1);
      write(good, "5 <13>d");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(Sources.raw(stand)).containsExactlyInAnyOrder("<13>a", "<13>b", "<13>d"));
      await().atMost(PATIENCE).until(() -> stand.status().endsWith(", connections aborted: 1"));
    }
  }

  @Test
  void keepsAnUnterminatedLastLine() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"))) {
      try (Socket socket = Sources.connect(stand)) {
        write(socket, "<13>whole\n<13>ha");
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(Sources.raw(stand)).containsExactly("<13>whole", "<13>ha"));
    }
  }

  @Test
  void limitsTheNumberOfConnections() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.with(100, LINGER, 1000, 2, "tcp://127.0.0.1:0"));
        Socket first = Sources.connect(stand);
        Socket second = Sources.connect(stand);
        Socket third = Sources.connect(stand)) {
      assertThat(third.getInputStream().read()).isEqualTo(-1);
      await().atMost(PATIENCE).until(() -> stand.status().endsWith(", connections refused: 1"));
      write(first, "<13>a\n");
      write(second, "<13>b\n");
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 2);
    }
  }

  @Test
  void aClosedConnectionMakesSpace() throws IOException {
    try (SourceStand stand =
        Workbench.of(Sources.with(100, LINGER, 1000, 1, "tcp://127.0.0.1:0"))) {
      Sources.connect(stand).close();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            try (Socket socket = Sources.connect(stand)) {
              write(socket, "<13>in\n");
            }
            assertThat(Sources.raw(stand)).contains("<13>in");
          });
    }
  }

  @Test
  void survivesAnEndlessLine() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"));
        Socket endless = Sources.connect(stand);
        Socket good = Sources.connect(stand)) {
      String chunk = "x".repeat(1 << 16);
      for (int i = 0; i < 100; i++) {
        write(endless, chunk);
      }
      write(good, "<13>good\n");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(Sources.raw(stand)).containsExactly("<13>good"));
      write(endless, "\n<13>after\n");
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 3);
      assertThat(Sources.raw(stand)).containsExactly("<13>good", chunk, "<13>after");
    }
  }

  @Test
  void aSlowSenderBlocksNoOther() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"));
        Socket slow = Sources.connect(stand);
        Socket good = Sources.connect(stand)) {
      int sent = 0;
      for (char drop : "13 <13>drop by1".toCharArray()) {
        write(slow, String.valueOf(drop));
        write(good, "<13>line " + sent++ + "\n");
        int expected = sent;
        await().atMost(PATIENCE).until(() -> lines(stand, "<13>line") == expected);
      }
      assertThat(lines(stand, "<13>drop")).isZero();
      write(slow, "2");
      await().atMost(PATIENCE).until(() -> Sources.raw(stand).contains("<13>drop by12"));
    }
  }

  private static long lines(SourceStand stand, String prefix) {
    return Sources.raw(stand).stream().filter(line -> line.startsWith(prefix)).count();
  }
}
