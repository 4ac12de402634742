package io.steward.plugin.syslogforwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceStand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Creates sources, and finds the ports and events of those on a stand.
final class Sources {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Pattern BOUND = Pattern.compile("(tcp|udp) (\\S+?):(\\d+)(,|$)");

  private Sources() {}

  /// A source with settings for most tests.
  static SyslogSource on(String... addresses) {
    return with(100, Duration.ofMillis(20), 100_000, 200, addresses);
  }

  static SyslogSource with(
      int batch, Duration linger, int queue, int connections, String... addresses) {
    return new SyslogSource(
        List.of(addresses).stream().map(URI::create).toList(),
        batch,
        linger,
        65_536,
        queue,
        connections);
  }

  /// Waits until the source reports the bound port of a scheme.
  static int port(SourceStand stand, String scheme) {
    await().atMost(PATIENCE).until(() -> stand.status().startsWith("listening on "));
    Matcher bound = BOUND.matcher(stand.status());
    while (bound.find()) {
      if (bound.group(1).equals(scheme)) {
        return Integer.parseInt(bound.group(3));
      }
    }
    throw new AssertionError("no " + scheme + " in: " + stand.status());
  }

  static Socket connect(SourceStand stand) throws IOException {
    return new Socket(InetAddress.ofLiteral("127.0.0.1"), port(stand, "tcp"));
  }

  /// The lines of all events, in order.
  static List<Map<?, ?>> lines(SourceStand stand) {
    List<Map<?, ?>> lines = new ArrayList<>();
    for (Map<String, Object> event : stand.events()) {
      lines.addAll(lines(event));
    }
    return lines;
  }

  /// The lines of one event.
  static List<Map<?, ?>> lines(Map<String, Object> event) {
    List<Map<?, ?>> lines = new ArrayList<>();
    assertThat(event.get("lines")).isInstanceOf(List.class);
    if (event.get("lines") instanceof List<?> all) {
      all.forEach(each -> {
        if (each instanceof Map<?, ?> line) {
          lines.add(line);
        }
      });
    }
    return lines;
  }

  static List<String> raw(SourceStand stand) {
    return lines(stand).stream().map(line -> String.valueOf(line.get("raw"))).toList();
  }

  /// Checks that the line numbers have no gaps.
  static void assertNumbered(SourceStand stand) {
    long next = 1;
    for (Map<String, Object> event : stand.events()) {
      assertThat(event).containsEntry("first", Math.toIntExact(next));
      next += lines(event).size();
    }
  }
}
