package io.steward.runtime.bus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.support.IncomingHeadersProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundProtocolTest {

  private static final String INBOX = "_INBOX.ship.";
  private static final String SUBJECT = "ship.command.act.one";

  /// Reads a stream to its end, which arrives and is asked for in pieces of random lengths.
  private static String read(String stream, Random random, int longest) throws IOException {
    byte[] sent = stream.getBytes(ISO_8859_1);
    int[] at = {0};
    InboundProtocol.Input input =
        (into, offset, length) -> {
          if (at[0] == sent.length) {
            return -1;
          }
          int count = Math.min(Math.min(length, sent.length - at[0]), 1 + random.nextInt(longest));
          System.arraycopy(sent, at[0], into, offset, count);
          at[0] += count;
          return count;
        };
    InboundProtocol protocol = new InboundProtocol(INBOX);
    var received = new ByteArrayOutputStream();
    byte[] buffer = new byte[longest];
    while (true) {
      int length = 1 + random.nextInt(longest);
      int count = protocol.read(input, buffer, 0, length);
      if (count < 0) {
        return received.toString(ISO_8859_1);
      }
      assertThat(count).isBetween(1, length);
      received.write(buffer, 0, count);
    }
  }

  private static String read(String stream) throws IOException {
    return read(stream, new Random(1), 64 * 1024);
  }

  private static String message(String subject, String headers, String body) {
    return "HMSG %s 1 %d %d\r\n%s%s\r\n"
        .formatted(subject, headers.length(), headers.length() + body.length(), headers, body);
  }

  /// What jnats makes of the headers of the only message, before its body.
  private static IncomingHeadersProcessor parsed(String received, String body) {
    int line = received.indexOf('\n') + 1;
    String[] words = received.substring(0, line - 2).split(" ", -1);
    int headers = Integer.parseInt(words[words.length - 2]);
    assertThat(received.substring(line + headers)).isEqualTo(body + "\r\n");
    assertThat(Integer.parseInt(words[words.length - 1])).isEqualTo(headers + body.length());
    return new IncomingHeadersProcessor(
        received.substring(line, line + headers).getBytes(ISO_8859_1));
  }

  private static String random(Random random, String of, int shortest, int longest) {
    StringBuilder text = new StringBuilder();
    int length = shortest + random.nextInt(longest - shortest + 1);
    for (int i = 0; i < length; i++) {
      text.append(of.charAt(random.nextInt(of.length())));
    }
    return text.toString();
  }

  private static String operation(Random random) {
    String anything = "MSG HMSG 1 2\r\nNATS/1.0\r\n:\u0000\u00ff";
    String subject = random(random, "abc\u00e4.", 1, 40);
    String body = random(random, anything, 0, random.nextInt(20) == 0 ? 90_000 : 60);
    return switch (random.nextInt(8)) {
      case 0 -> "PING\r\n";
      case 1 -> "+OK\r\n";
      case 2 -> "-ERR 'MSG a 1 5'\r\n";
      case 3 -> "INFO {\"server_id\":\"HMSG\"}\r\n";
      case 4 -> "MSG %s 17 %d\r\n%s\r\n".formatted(subject, body.length(), body);
      case 5 -> "MSG %s 17 _INBOX.a.1 %d\r\n%s\r\n".formatted(subject, body.length(), body);
      case 6 -> message(INBOX + "1", "NATS/1.0 409 Exceeded\r\nNats-Pending-Bytes: 5\r\n\r\n", "");
      default -> {
        StringBuilder headers = new StringBuilder("NATS/1.0\r\n");
        for (int i = random.nextInt(5); i >= 0; i--) {
          headers.append(random(random, "Aab-_~!", 1, 9)).append(':');
          headers.append(random(random, " a:\t~", 0, 30)).append("\r\n");
        }
        yield message(subject + " 1 $JS.ACK.x", headers + "\r\n", body);
      }
    };
  }

  @Test
  void whatIsWellFormedPassesUnchangedInPiecesOfAnyLength() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      StringBuilder stream = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        stream.append(operation(random));
      }
      int longest = List.of(1, 7, 300, 64 * 1024).get(random.nextInt(4));
      assertThat(read(stream.toString(), random, longest))
          .as("seed %d", seed)
          .isEqualTo(stream.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "N",
        "NATS/1.0",
        "NATS/1.0\r\n",
        "NATS/1.1\r\nA: b\r\n\r\n",
        "NATS/1.0\r\nA: b\r\n",
        "NATS/1.0\r\nA: \u00e4\r\n\r\n",
        "NATS/1.0\r\n\u00e4: b\r\n\r\n",
        "NATS/1.0\r\nNo colon\r\n\r\n",
        "NATS/1.0\r\nA b: c\r\n\r\n",
        "NATS/1.0\r\n: c\r\n\r\n",
        "NATS/1.0\r\n A: c\r\n\r\n",
        "NATS/1.0\r\nA: b\nc\r\n\r\n",
        "NATS/1.0\r\nA: b\rc\r\n\r\n",
        "NATS/1.0\r\nA: \u0007\r\n\r\n",
        "NATS/1.0\r\nA: b\r\n\r\nB: c\r\n\r\n",
        "NATS/1.0 503\r\n\r\n",
        "NATS/1.0 5x3\r\n\r\n",
        "NATS/1.0 \r\n\r\n",
        "NATS/1.0 -1\r\nA: b\r\n\r\n",
        "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
      })
  void anyHeaderBlockIsParsedByTheClientAndMarked(String block) throws IOException {
    for (String hostile : List.of(block, new String(block.getBytes(UTF_8), ISO_8859_1))) {
      String received = read(message(SUBJECT, hostile, "body"));
      IncomingHeadersProcessor headers = parsed(received, "body");
      assertThat(headers.getStatus()).isNull();
      assertThat(headers.getHeaders().getFirst(Header.MALFORMED)).isEqualTo("true");
    }
  }

  @Test
  void randomHeaderBlocksAreParsedByTheClientAndHideNothingOfTheBroker() throws IOException {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      String hostile = random(random, "NATS/1.0 \r\n:\u00e4a\u0001", 0, 40);
      String block =
          (random.nextBoolean() ? "NATS/1.0\r\n" : "")
              + hostile
              + "\r\nNats-Sequence: 7\r\n\r\n"; // as the broker appends its own
      String received =
          read(
              message(SUBJECT, block, "") + message(SUBJECT, "NATS/1.0\r\nA: b\r\n\r\n", "after"),
              random,
              1 + random.nextInt(60));
      int second = received.lastIndexOf("HMSG ");
      assertThat(received.substring(second))
          .isEqualTo(message(SUBJECT, "NATS/1.0\r\nA: b\r\n\r\n", "after"));
      var headers = parsed(received.substring(0, second), "").getHeaders();
      assertThat(headers.getLast("Nats-Sequence")).as("seed %d", seed).isEqualTo("7");
    }
  }

  @Test
  void aStatusIsOneOfTheBrokerAndOnlyOnAnInbox() throws IOException {
    String status = "NATS/1.0 503\r\n\r\n";
    assertThat(parsed(read(message(INBOX + "1", status, "")), "").getStatus().getCode())
        .isEqualTo(503);
    String stored = "NATS/1.0 503\r\nNats-Stream: S\r\nNats-Sequence: 7\r\n\r\n";
    IncomingHeadersProcessor read = parsed(read(message(INBOX + "1", stored, "")), "");
    assertThat(read.getStatus()).isNull();
    assertThat(read.getHeaders().getFirst("Nats-Sequence")).isEqualTo("7");
    String malformed = "NATS/1.0 404 \u00e4\r\nA: \u00e4\r\n\r\n";
    IncomingHeadersProcessor repaired = parsed(read(message(INBOX + "1", malformed, "")), "");
    assertThat(repaired.getStatus().getCode()).isEqualTo(404);
    assertThat(repaired.getHeaders().getFirst("A")).isEqualTo("?");
  }
}
