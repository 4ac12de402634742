package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3164, and formats that devices call by that name.
class TraditionalFormTest {

  private static SyslogMessage parse(String text) {
    return parse(text, "2026-11-24T01:02:04Z");
  }

  private static SyslogMessage parse(String text, String received) {
    return new SyslogParser(ZoneOffset.UTC)
        .parse(text.getBytes(UTF_8), Instant.parse(received), "peer");
  }

  @Test
  void readsTheRfcsFirstExample() {
    SyslogMessage syslogMessage =
        parse("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick");
    assertThat(syslogMessage.facility()).contains(4);
    assertThat(syslogMessage.severity()).contains(2);
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2026-10-11T22:14:15Z"));
    assertThat(syslogMessage.host()).contains("mymachine");
    assertThat(syslogMessage.app()).contains("su");
    assertThat(syslogMessage.message()).contains("'su root' failed for lonvick");
  }

  @Test
  void readsTheRfcsSecondExample() {
    SyslogMessage syslogMessage = parse("Use the BFG!");
    assertThat(syslogMessage.timestamp()).isEmpty();
    assertThat(syslogMessage.host()).isEmpty();
    assertThat(syslogMessage.message()).contains("Use the BFG!");
  }

  @Test
  void readsTheSecondExampleAsARelayPassesItOn() {
    SyslogMessage syslogMessage = parse("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!");
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2026-02-05T17:32:18Z"));
    assertThat(syslogMessage.host()).contains("10.0.0.99");
    assertThat(syslogMessage.app()).isEmpty();
    assertThat(syslogMessage.message()).contains("Use the BFG!");
  }

  @Test
  void readsWhatLoggerWritesLocally() {
    SyslogMessage syslogMessage = parse("<13>Nov 24 01:02:03 tag: msg");
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2026-11-24T01:02:03Z"));
    assertThat(syslogMessage.host()).isEmpty();
    assertThat(syslogMessage.app()).contains("tag");
    assertThat(syslogMessage.message()).contains("msg");
  }

  @Test
  void readsAProcess() {
    SyslogMessage syslogMessage =
        parse("<86>Nov  4 01:02:03 ship1 sshd[4711]: session opened: for root");
    assertThat(syslogMessage.host()).contains("ship1");
    assertThat(syslogMessage.app()).contains("sshd");
    assertThat(syslogMessage.process()).contains("4711");
    assertThat(syslogMessage.message()).contains("session opened: for root");
    assertThat(parse("<86>Nov  4 01:02:03 sshd[4711]: x").process()).contains("4711");
  }

  @Test
  void readsWhatRsyslogForwards() {
    SyslogMessage syslogMessage =
        parse("<30>2026-11-24T01:02:03.123456+02:00 ship1 systemd[1]: Started nginx.");
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2026-11-23T23:02:03.123456Z"));
    assertThat(syslogMessage.host()).contains("ship1");
    assertThat(syslogMessage.app()).contains("systemd");
    assertThat(syslogMessage.process()).contains("1");
    assertThat(syslogMessage.message()).contains("Started nginx.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<189>29: Nov 24 01:02:03.123: %SYS-5-CONFIG_I: Configured from console",
        "<189>29: *Nov 24 01:02:03.123: %SYS-5-CONFIG_I: Configured from console",
        "<189>Nov 24 01:02:03: %SYS-5-CONFIG_I: Configured from console"
      })
  void readsWhatSwitchesWrite(String text) {
    SyslogMessage syslogMessage = parse(text);
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2026-11-24T01:02:03Z"));
    assertThat(syslogMessage.host()).isEmpty();
    assertThat(syslogMessage.app()).contains("%SYS-5-CONFIG_I");
    assertThat(syslogMessage.message()).contains("Configured from console");
  }

  @Test
  void treatsALeadingNumberAsText() {
    assertThat(parse("<13>29 degrees").message()).contains("29 degrees");
    assertThat(parse("<13>29: degrees").app()).contains("29");
  }

  @Test
  void readsATagWithoutATime() {
    SyslogMessage syslogMessage = parse("<134>nginx: GET / 200");
    assertThat(syslogMessage.timestamp()).isEmpty();
    assertThat(syslogMessage.app()).contains("nginx");
    assertThat(syslogMessage.message()).contains("GET / 200");
  }

  @Test
  void parsesATimeWithoutText() {
    SyslogMessage syslogMessage = parse("<13>Nov 24 01:02:03");
    assertThat(syslogMessage.timestamp()).isPresent();
    assertThat(syslogMessage.host()).isEmpty();
    assertThat(syslogMessage.message()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Nov 24 24:00:00",
    "Nov 31 01:02:03",
    "Foo 24 01:02:03",
    "Nov 00 01:02:03",
    "Nov 24 01:02",
    "nov 24 01:02:03",
    "Feb 30 01:02:03"
  })
  void treatsAnInvalidTimeAsText(String text) {
    SyslogMessage syslogMessage = parse("<13>" + text + " x");
    assertThat(syslogMessage.timestamp()).isEmpty();
    assertThat(syslogMessage.message()).contains(text + " x");
  }

  @ParameterizedTest
  @CsvSource({
    "Nov 24 01:02:03, 2026-11-24T01:02:04Z, 2026-11-24T01:02:03Z",
    // a line sent late
    "Dec 31 23:59:59, 2027-01-01T00:00:01Z, 2026-12-31T23:59:59Z",
    // a clock ahead of ours
    "Jan  1 00:00:01, 2026-12-31T23:59:58Z, 2027-01-01T00:00:01Z",
    "Nov 25 01:02:03, 2026-11-24T01:02:04Z, 2026-11-25T01:02:03Z",
    // too far ahead for a wrong clock: last year
    "Nov 28 01:02:03, 2026-11-24T01:02:04Z, 2025-11-28T01:02:03Z",
    // a leap day
    "Feb 29 12:00:00, 2028-02-29T12:00:01Z, 2028-02-29T12:00:00Z",
    "Feb 29 12:00:00, 2026-03-01T00:00:00Z, 2024-02-29T12:00:00Z",
    "Feb 29 12:00:00, 2103-03-01T00:00:00Z, 2096-02-29T12:00:00Z"
  })
  void guessesTheYear(String time, String received, String expected) {
    assertThat(parse("<13>" + time + " h t: m", received).timestamp())
        .contains(Instant.parse(expected));
  }

  @Test
  void readsTheTimeInTheZoneOfTheNode() {
    SyslogMessage syslogMessage =
        new SyslogParser(ZoneId.of("Asia/Tokyo"))
            .parse(
                "<13>Jan  1 08:00:00 h t: m".getBytes(UTF_8),
                Instant.parse("2026-12-31T23:00:01Z"),
                "peer");
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2026-12-31T23:00:00Z"));
  }
}
