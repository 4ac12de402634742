package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.State;
import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// From a socket to a file, through a JSON document.
class RoundTripTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (String text :
        List.of(
            "<165>1 2003-08-24T05:14:15.000003-07:00 h a 1 I [x@1 q=\"a\\\"b\\]c\"] \ufefftext",
            "<13>1 +999999999-12-31T23:59:59.999999999-18:00 h a - - - far away",
            "<13>1 -999999999-01-01T00:00:00+18:00 h a - - - long ago",
            "<13>1 - - - - - [" + "n".repeat(60_000) + " a=\"b\"] m",
            "<13>1 - - - - - [a \"=\"\"] m",
            "<13>Feb 29 01:02:03 null: ~",
            "<13>true: 012 1e3 'quotes' \"double\" \\back #hash {a: b} [c] & * ! | > % @ `",
            "<13>\ud83d\ude00 \uffff \u2028 \u0085 caf\u00e9",
            "\u0001\u0002\u001b[31m\u007f",
            "<13>" + "\u0001".repeat(65_000))) {
      messages.add(text.getBytes(UTF_8));
    }
    messages.add("<13>caf\u00e9 \u0080".getBytes(ISO_8859_1));
    Random random = new Random(17);
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      noise[noise.length - 1] = 'x'; // no trailing line end, which would count as framing
      messages.add(noise);
    }
    return messages;
  }

  private static byte[] counted(List<byte[]> messages) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : messages) {
      all.writeBytes((each.length + " ").getBytes(UTF_8));
      all.writeBytes(each);
    }
    return all.toByteArray();
  }

  private static byte[] written(List<byte[]> messages) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : messages) {
      String text = new String(each, ISO_8859_1);
      all.writeBytes((text.replace("\n", "#012") + "\n").getBytes(ISO_8859_1));
    }
    return all.toByteArray();
  }

  @Test
  void everyByteArrives() throws IOException {
    List<byte[]> messages = messages();
    try (SourceStand stand = Workbench.of(Sources.on("tcp://127.0.0.1:0"));
        Workbench bench = Workbench.of(new SyslogFile())) {
      try (Socket socket = Sources.connect(stand)) {
        socket.getOutputStream().write(counted(messages));
      }
      await().atMost(PATIENCE).until(() -> Sources.lines(stand).size() == messages.size());
      for (Map<String, Object> event : stand.events()) {
        assertThat(bench.start(event).await().state()).isEqualTo(State.InProgress.ACCEPTED);
      }
      Path file = bench.data().resolve(Path.of("log", "test", "trier.log"));
      assertThat(Files.readAllBytes(file)).isEqualTo(written(messages));
    }
  }
}
