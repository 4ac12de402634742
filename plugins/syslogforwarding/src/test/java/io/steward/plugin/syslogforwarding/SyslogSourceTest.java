package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyslogSourceTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String numbered(int from, int count) {
    StringBuilder all = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      all.append("<13>line ").append(i).append('\n');
    }
    return all.toString();
  }

  @Test
  void reportsWhereItListens() {
    try (SourceStand stand = Workbench.of(Sources.on("udp://127.0.0.1:0", "tcp://127.0.0.1:0"))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(stand.status())
                  .matches(
                      "listening on udp 127\\.0\\.0\\.1:[1-9]\\d*,"
                          + " tcp 127\\.0\\.0\\.1:[1-9]\\d*"));
    }
  }

  @Test
  void reportsATakenTcpPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
      String address = "tcp://127.0.0.1:" + taken.getLocalPort();
      try (SourceStand stand = Workbench.of(Sources.on("udp://127.0.0.1:0", address))) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(stand.status())
                    .isEqualTo("cannot listen on " + address + ": Address already in use"));
      }
    }
  }

  @Test
  void reportsATakenUdpPort() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
      String address = "udp://127.0.0.1:" + taken.getLocalPort();
      try (SourceStand stand = Workbench.of(Sources.on(address))) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(stand.status())
                    .isEqualTo("cannot listen on " + address + ": Address already in use"));
      }
    }
  }

  @Test
  void releasesItsPortsWhenItStops() {
    int port;
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"))) {
      port = Sources.port(stand, "tcp");
    }
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:" + port))) {
      assertThat(Sources.port(stand, "tcp")).isEqualTo(port);
    }
  }

  @Test
  void listensOnIpv6() throws IOException {
    InetAddress six = InetAddress.ofLiteral("::1");
    try (ServerSocket probe = new ServerSocket(0, 1, six)) {
      assumeThat(probe.isBound()).isTrue();
    } catch (BindException none) {
      assumeThat(false).as("there is no IPv6 here").isTrue();
    }
    try (SourceStand stand = Workbench.of(Sources.on("tcp://[::1]:0", "udp://[::1]:0"))) {
      try (Socket socket = new Socket(six, Sources.port(stand, "tcp"))) {
        write(socket, "<13>stream\n");
      }
      try (Datagrams datagrams = new Datagrams(six, Sources.port(stand, "udp"))) {
        datagrams.send("<13>datagram");
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(Sources.raw(stand))
                  .containsExactlyInAnyOrder("<13>stream", "<13>datagram"));
      assertThat(Sources.lines(stand))
          .allSatisfy(line ->
              assertThat(String.valueOf(line.get("peer")))
                  .matches("(tcp|udp) \\[0:0:0:0:0:0:0:1]:\\d+"));
    }
  }

  @Test
  void limitsTheBatchSize() throws IOException {
    SyslogSource source = Sources.with(7, Duration.ofMillis(20), 1000, 10, "tcp://127.0.0.1:0");
    try (SourceStand stand = Workbench.of(source);
        Socket socket = Sources.connect(stand)) {
      write(socket, numbered(0, 100));
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 100);
      assertThat(stand.events())
          .allSatisfy(event -> assertThat(Sources.lines(event)).hasSizeBetween(1, 7));
      Sources.assertNumbered(stand);
    }
  }

  @Test
  void keepsBatchesBelowTheLimitOfTheBroker() throws IOException {
    SyslogSource source = Sources.with(1000, Duration.ofSeconds(1), 1000, 10, "tcp://127.0.0.1:0");
    String line = "<13>" + "\u0001".repeat(60_000);
    try (SourceStand stand = Workbench.of(source);
        Socket socket = Sources.connect(stand)) {
      write(socket, (line + "\n").repeat(12));
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 12);
      assertThat(Sources.raw(stand)).containsOnly(line);
      Sources.assertNumbered(stand);
    }
  }

  @Test
  void lingersNoLongerThanConfigured() throws IOException {
    // with the longest linger only a full batch is sent
    SyslogSource source = Sources.with(3, Duration.ofMinutes(1), 1000, 10, "tcp://127.0.0.1:0");
    try (SourceStand stand = Workbench.of(source);
        Socket socket = Sources.connect(stand)) {
      write(socket, numbered(0, 2));
      await().atMost(PATIENCE).during(Duration.ofMillis(300)).until(() -> stand.events().isEmpty());
      write(socket, numbered(2, 1));
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 3);
      assertThat(stand.events()).hasSize(1);
    }
  }

  @Test
  void numbersLinesOfAllAddressesTogether() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0", "udp://127.0.0.1:0"));
        Socket socket = Sources.connect(stand);
        Datagrams datagrams = new Datagrams(HERE, Sources.port(stand, "udp"))) {
      for (int i = 0; i < 20; i++) {
        write(socket, numbered(i, 1));
        datagrams.send("<13>datagram " + i);
      }
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == 40);
      Sources.assertNumbered(stand);
    }
  }

  @Test
  void sendsTheParsedFields() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"));
        Socket socket = Sources.connect(stand)) {
      write(socket, "<165>1 2003-08-24T05:14:15Z h a 7 I [x@1 q=\"w\"] text\n");
      await().atMost(PATIENCE).until(() -> !stand.events().isEmpty());
      Map<String, Object> event = stand.events().getFirst();
      assertThat(event).containsEntry("first", 1).containsEntry("dropped", 0);
      Map<?, ?> line = Sources.lines(event).getFirst();
      assertThat(line.get("facility")).isEqualTo(20);
      assertThat(line.get("severity")).isEqualTo(5);
      assertThat(line.get("timestamp")).isEqualTo("2003-08-24T05:14:15Z");
      assertThat(line.get("host")).isEqualTo("h");
      assertThat(line.get("app")).isEqualTo("a");
      assertThat(line.get("process")).isEqualTo("7");
      assertThat(line.get("messageId")).isEqualTo("I");
      assertThat(line.get("structured")).isEqualTo(Map.of("x@1", Map.of("q", "w")));
      assertThat(line.get("message")).isEqualTo("text");
      assertThat(line.get("peer")).isEqualTo("tcp 127.0.0.1:" + socket.getLocalPort());
      assertThat(line.get("charset")).isNull();
      assertThat(List.of("raw", "received")).allMatch(key -> line.get(key) != null);
    }
  }
}
