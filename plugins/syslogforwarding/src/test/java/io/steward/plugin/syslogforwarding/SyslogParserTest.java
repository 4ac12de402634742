package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SyslogParserTest {

  private static final Instant RECEIVED = Instant.parse("2026-11-24T01:02:04Z");

  private final SyslogParser syslogParser = new SyslogParser(ZoneOffset.UTC);

  private SyslogMessage parse(String text) {
    return syslogParser.parse(text.getBytes(UTF_8), RECEIVED, "udp 127.0.0.1:40000");
  }

  @Test
  void keepsThePeerAndTheTime() {
    SyslogMessage syslogMessage = parse("<13>x");
    assertThat(syslogMessage.received()).isEqualTo(RECEIVED);
    assertThat(syslogMessage.peer()).isEqualTo("udp 127.0.0.1:40000");
    assertThat(syslogMessage.raw()).isEqualTo("<13>x");
    assertThat(syslogMessage.charset()).isEmpty();
  }

  @Test
  void splitsThePriority() {
    assertThat(parse("<165>x").facility()).contains(20);
    assertThat(parse("<165>x").severity()).contains(5);
    assertThat(parse("<0>x").facility()).contains(0);
    assertThat(parse("<191>x").facility()).contains(23);
    assertThat(parse("<191>x").severity()).contains(7);
  }

  @Test
  void treatsAnInvalidPriorityAsText() {
    for (String text :
        new String[] {"<192>x", "<>x", "<-1>x", "<13x", "<1333>x", "13>x", "< 3>x"}) {
      assertThat(parse(text).facility()).isEmpty();
      assertThat(parse(text).severity()).isEmpty();
      assertThat(parse(text).message()).contains(text);
    }
  }

  @Test
  void readsALineWithoutAPriority() {
    SyslogMessage syslogMessage = parse("Nov 24 01:02:03 ship1 nginx: started");
    assertThat(syslogMessage.facility()).isEmpty();
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2026-11-24T01:02:03Z"));
    assertThat(syslogMessage.app()).contains("nginx");
    assertThat(parse("no more than words").message()).contains("no more than words");
  }

  @Test
  void parsesAnEmptyMessage() {
    SyslogMessage syslogMessage = parse("");
    assertThat(syslogMessage.raw()).isEmpty();
    assertThat(syslogMessage.message()).isEmpty();
    assertThat(syslogMessage.structured()).isEqualTo(Map.of());
  }

  @Test
  void preservesBytesThatAreNotUtf8() {
    byte[] bytes = "<13>tag: caf\u00e9".getBytes(ISO_8859_1);
    SyslogMessage syslogMessage = syslogParser.parse(bytes, RECEIVED, "peer");
    assertThat(syslogMessage.charset()).contains("ISO-8859-1");
    assertThat(syslogMessage.message()).contains("caf\u00e9");
    assertThat(syslogMessage.bytes()).isEqualTo(bytes);
  }

  @Test
  void keepsControlCharacters() {
    byte[] bytes = "<13>tag: a\u0000b\tc\u001b[0m\nd".getBytes(UTF_8);
    assertThat(syslogParser.parse(bytes, RECEIVED, "peer").bytes()).isEqualTo(bytes);
  }

  @Test
  void neverThrowsAndAlwaysPreservesTheBytes() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = i % 2 == 0 ? noise(random) : almost(random);
      assertThat(syslogParser.parse(bytes, RECEIVED, "peer").bytes()).isEqualTo(bytes);
    }
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(120)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A valid message with random changes.
  private static byte[] almost(Random random) {
    String[] good = {
      "<165>1 2003-10-11T22:14:15.003Z host app 12 ID47 [a@1 b=\"c\\]\" d=\"e\"][f] \ufefftext",
      "<34>Oct 11 22:14:15 mymachine su[12]: 'su root' failed",
      "<189>29: *Nov 24 01:02:03.123: %SYS-5-CONFIG_I: configured",
      "2026-11-24T01:02:03.123456+01:00 host tag: text",
    };
    byte[] bytes = good[random.nextInt(good.length)].getBytes(UTF_8);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }
}
