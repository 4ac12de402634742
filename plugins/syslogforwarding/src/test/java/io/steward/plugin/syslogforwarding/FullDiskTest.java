package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FullDiskTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SourceStand stand =
      Workbench.of(Sources.with(2, Duration.ZERO, 10, 10, "tcp://127.0.0.1:0"));

  @BeforeEach
  void fill() {
    stand.fillDisk();
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private void write(String text) throws IOException {
    try (Socket socket = Sources.connect(stand)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
    }
    await().atMost(PATIENCE).until(() -> stand.status().equals("the disk is full; retrying"));
  }

  @Test
  void holdsLinesUntilThereIsSpace() throws IOException {
    write("<13>a\n<13>b\n<13>c\n");
    stand.makeRoom();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(Sources.raw(stand)).containsExactly("<13>a", "<13>b", "<13>c"));
    Sources.assertNumbered(stand);
    await().atMost(PATIENCE).until(() -> stand.status().startsWith("listening on "));
  }

  @Test
  void stopsWhileTheDiskIsFull() throws IOException {
    write("<13>a\n");
    stand.stop();
    assertThat(stand.events()).isEmpty();
  }
}
