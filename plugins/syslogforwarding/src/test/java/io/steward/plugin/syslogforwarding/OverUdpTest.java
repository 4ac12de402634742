package io.steward.plugin.syslogforwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverUdpTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Pattern DROPPED = Pattern.compile("datagrams dropped: (\\d+)");

  private static Datagrams to(SourceStand stand) throws IOException {
    return new Datagrams(HERE, Sources.port(stand, "udp"));
  }

  @Test
  void aDatagramIsALine() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("udp://127.0.0.1:0"));
        Datagrams datagrams = to(stand)) {
      datagrams.send("<13>one");
      datagrams.send("<13>two\n");
      datagrams.send("5 <13>three\nfour\r\n\0");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(Sources.raw(stand))
                  .containsExactly("<13>one", "<13>two", "5 <13>three\nfour"));
    }
  }

  @Test
  void ignoresEmptyDatagrams() throws IOException {
    try (SourceStand stand = Workbench.of(Sources.on("udp://127.0.0.1:0"));
        Datagrams datagrams = to(stand)) {
      datagrams.send("");
      datagrams.send("\n");
      datagrams.send("<13>one");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(Sources.raw(stand)).containsExactly("<13>one"));
    }
  }

  @Test
  void acceptsTheLargestDatagram() throws IOException {
    String large = "<13>" + "x".repeat(65_507 - 4);
    try (SourceStand stand = Workbench.of(Sources.on("udp://127.0.0.1:0"));
        Datagrams datagrams = to(stand)) {
      datagrams.send(large);
      datagrams.send("<13>small");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(Sources.raw(stand)).contains("<13>small"));
      assertThat(Sources.raw(stand)).containsExactly(large, "<13>small");
    }
  }

  @Test
  void deliversALargeNumberOfLinesExactly() throws IOException {
    int count = 20_000;
    int few = 400; // what any kernel holds for a socket
    SyslogSource source = Sources.with(1000, Duration.ofMillis(5), count, 10, "udp://127.0.0.1:0");
    try (SourceStand stand = Workbench.of(source);
        Datagrams datagrams = to(stand)) {
      for (int i = 0; i < count; i++) {
        datagrams.send("<13>nginx: " + i);
        if ((i + 1) % few == 0) {
          int sent = i + 1;
          await()
              .pollInterval(Duration.ofMillis(5))
              .atMost(Duration.ofSeconds(30))
              .until(() -> received(stand) == sent);
        }
      }
      assertThat(Sources.raw(stand))
          .isEqualTo(IntStream.range(0, count).mapToObj(i -> "<13>nginx: " + i).toList());
      Sources.assertNumbered(stand);
    }
  }

  private static long received(SourceStand stand) {
    var events = stand.events();
    if (events.isEmpty()) {
      return 0;
    }
    var last = events.getLast();
    return ((Number) last.getOrDefault("first", 0)).longValue() - 1 + Sources.lines(last).size();
  }

  @Test
  void countsDroppedDatagrams() throws IOException {
    int count = 300; // what any kernel holds for a socket
    SyslogSource source = Sources.with(1, Duration.ZERO, 1, 10, "udp://127.0.0.1:0");
    try (SourceStand stand = Workbench.of(source);
        Datagrams datagrams = to(stand)) {
      for (int i = 0; i < count; i++) {
        datagrams.send("<13>" + i);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Sources.lines(stand).size() + dropped(stand) == count);
      assertThat(dropped(stand)).isPositive();
      Sources.assertNumbered(stand);
      datagrams.send("<13>after");
      await().atMost(PATIENCE).until(() -> Sources.raw(stand).contains("<13>after"));
      assertThat(stand.events().getLast()).containsEntry("dropped", dropped(stand));
      List<Integer> kept =
          Sources.raw(stand).stream()
              .filter(line -> !line.endsWith("after"))
              .map(line -> Integer.valueOf(line.substring(4)))
              .toList();
      assertThat(kept).isSorted().doesNotHaveDuplicates();
    }
  }

  private static int dropped(SourceStand stand) {
    Matcher dropped = DROPPED.matcher(stand.status());
    return dropped.find() ? Integer.parseInt(dropped.group(1)) : 0;
  }
}
