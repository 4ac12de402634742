package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines are forwarded from a socket of a unit to a file of the station, through a real broker.
@Tag("alone")
class SyslogIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final long EVERY = 500_000; // nanoseconds: 2,000 per second

  @TempDir private Path folder = Path.of("");

  /// Sends a line.
  @FunctionalInterface
  private interface Line {
    void send(String text) throws IOException;
  }

  /// Sends the lines of a sender at a fixed rate.
  private static void pace(String sender, int count, long every, Line line) throws IOException {
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(begun + i * every - System.nanoTime());
      line.send("<134>1 2026-01-02T03:04:05Z host " + sender + " - - - line " + i);
    }
  }

  private static Void udp(int port, String sender, int count, long every) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      pace(
          sender,
          count,
          every,
          text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
          });
    }
    return null;
  }

  private static Void tcp(int port, String sender, int count, long every, boolean counted)
      throws IOException {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      OutputStream out = socket.getOutputStream();
      pace(
          sender,
          count,
          every,
          text ->
              out.write(
                  (counted ? text.length() + " " + text : text + "\n")
                      .getBytes(StandardCharsets.UTF_8)));
    }
    return null;
  }

  private static Path file(Fleet fleet) {
    return fleet.data("central").resolve("event.syslogforwarding.nginx/log/nginx/ship1.log");
  }

  private static List<String> lines(Fleet fleet) throws IOException {
    return Files.exists(file(fleet)) ? Files.readAllLines(file(fleet)) : List.of();
  }

  private static void assertExact(List<String> lines, String sender, int count) {
    assertThat(lines.stream().filter(line -> line.contains(" " + sender + " ")))
        .containsExactlyElementsOf(
            IntStream.range(0, count)
                .mapToObj(i -> "<134>1 2026-01-02T03:04:05Z host " + sender + " - - - line " + i)
                .toList());
  }

  @Test
  void twentyThousandLinesArriveExactlyAndInOrder() throws Exception {
    try (Fleet fleet = Fleet.start(folder);
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = fleet.syslog();
      fleet.up().awaitPrinted("listening on");
      // four concurrently: together 2,000 lines per second
      List<Future<Void>> sent = new ArrayList<>();
      sent.add(senders.submit(() -> udp(port, "udp1", 5000, 4 * EVERY)));
      sent.add(senders.submit(() -> udp(port, "udp2", 5000, 4 * EVERY)));
      sent.add(senders.submit(() -> tcp(port, "tcp1", 5000, 4 * EVERY, true)));
      sent.add(senders.submit(() -> tcp(port, "tcp2", 5000, 4 * EVERY, false)));
      for (Future<Void> each : sent) {
        each.get();
      }
      await().atMost(PATIENCE).until(() -> lines(fleet).size() >= 20_000);
      List<String> lines = lines(fleet);
      for (String sender : List.of("udp1", "udp2", "tcp1", "tcp2")) {
        assertExact(lines, sender, 5000);
      }
      assertThat(lines).hasSize(20_000);
    }
  }

  @Test
  void linesSurviveABrokerThatIsKilledMeanwhile() throws Exception {
    try (Fleet fleet = Fleet.start(folder);
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = fleet.syslog();
      fleet.up().awaitPrinted("listening on");
      long broker = Long.parseLong(fleet.up().awaitPrinted("\\(pid (\\d+)\\)"));
      Future<Void> udp = senders.submit(() -> udp(port, "udp", 2000, 2 * EVERY));
      Future<Void> tcp = senders.submit(() -> tcp(port, "tcp", 2000, 2 * EVERY, true));
      await().atMost(PATIENCE).until(() -> lines(fleet).size() > 500);
      ProcessHandle.of(broker).orElseThrow().destroyForcibly();
      udp.get();
      tcp.get();
      await().atMost(PATIENCE).until(() -> lines(fleet).size() >= 4000);
      assertExact(lines(fleet), "udp", 2000);
      assertExact(lines(fleet), "tcp", 2000);
      assertThat(lines(fleet)).hasSize(4000);
    }
  }
}
