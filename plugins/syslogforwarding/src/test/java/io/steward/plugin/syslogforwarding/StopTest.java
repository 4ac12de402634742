package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What was received before a source is stopped is still sent.
class StopTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration LONG = Duration.ofMinutes(1);

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "<13>" + i).toList();
  }

  private static byte[] stream(int count) {
    return (String.join("\n", numbers(count)) + "\n").getBytes(UTF_8);
  }

  @Test
  void sendsALingeringBatch() throws IOException {
    SyslogSource source = Sources.with(50, LONG, 1000, 10, "tcp://127.0.0.1:0");
    try (SourceStand stand = Workbench.of(source);
        Socket socket = Sources.connect(stand)) {
      socket.getOutputStream().write(stream(57)); // at once: a full batch, and seven lines
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 50);
      stand.stop();
      assertThat(Sources.raw(stand)).isEqualTo(numbers(57));
      Sources.assertNumbered(stand);
    }
  }

  @Test
  void sendsLinesThatWaitForTheQueue() throws IOException {
    // batches of one line, each with an fsync: the reader waits for the sender
    SyslogSource source = Sources.with(1, Duration.ZERO, 1, 10, "tcp://127.0.0.1:0");
    try (SourceStand stand = Workbench.of(source);
        Socket socket = Sources.connect(stand)) {
      socket.getOutputStream().write(stream(100));
      await().atMost(PATIENCE).until(() -> !stand.events().isEmpty());
      stand.stop();
      assertThat(Sources.raw(stand)).isEqualTo(numbers(100));
      Sources.assertNumbered(stand);
    }
  }

  @Test
  void sendsDatagramsBufferedByTheKernel() throws IOException {
    SyslogSource source = Sources.with(1000, LONG, 1000, 10, "udp://127.0.0.1:0");
    try (SourceStand stand = Workbench.of(source);
        Datagrams datagrams =
            new Datagrams(InetAddress.ofLiteral("127.0.0.1"), Sources.port(stand, "udp"))) {
      for (String each : numbers(300)) {
        datagrams.send(each);
      }
      stand.stop();
      assertThat(Sources.raw(stand)).isEqualTo(numbers(300));
    }
  }

  @Test
  void closesOpenConnections() throws IOException {
    SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"));
    try (stand;
        Socket socket = Sources.connect(stand)) {
      socket.getOutputStream().write("<13>half".getBytes(UTF_8));
      stand.stop();
      assertThat(end(socket)).isEqualTo(-1);
    }
  }

  private static int end(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException reset) {
      return -1;
    }
  }
}
