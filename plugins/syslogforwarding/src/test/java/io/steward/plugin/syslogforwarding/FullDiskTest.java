package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

  @TempDir private Path folder;
  private FullDisk disk;
  private Thread source;

  @BeforeEach
  void start() {
    disk = new FullDisk(folder);
    SyslogSource syslog = Sources.with(2, Duration.ZERO, 10, 10, "tcp://127.0.0.1:0");
    source =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() -> syslog.run(disk))
                    .isInstanceOf(InterruptedException.class));
  }

  @AfterEach
  void stop() throws InterruptedException {
    source.interrupt();
    source.join();
  }

  private void write(String text) throws IOException {
    await().until(() -> disk.status().startsWith("listening on "));
    int port = Integer.parseInt(disk.status().replaceFirst(".*:", ""));
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
    }
  }

  @Test
  void holdsLinesUntilThereIsRoom() throws IOException {
    write("<13>a\n<13>b\n<13>c\n");
    await().until(() -> disk.status().equals("the disk is full; trying again"));
    disk.clear();
    await()
        .untilAsserted(() ->
            assertThat(disk.batches().stream().flatMap(batch -> batch.lines().stream()))
                .extracting(Line::raw)
                .containsExactly("<13>a", "<13>b", "<13>c"));
    assertThat(disk.batches().getFirst().first()).isEqualTo(1);
    await().until(() -> disk.status().startsWith("listening on "));
  }

  @Test
  void givesUpWhenItIsStoppedAndThereIsNoRoom() throws Exception {
    write("<13>a\n");
    await().until(() -> disk.status().equals("the disk is full; trying again"));
    source.interrupt();
    assertThat(source.join(Duration.ofSeconds(30))).isTrue();
    assertThat(disk.batches()).isEmpty();
  }
}
