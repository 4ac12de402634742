package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3164, and what is written in its name.
class TraditionalFormTest {

  private static Line parse(String text) {
    return parse(text, "2026-11-24T01:02:04Z");
  }

  private static Line parse(String text, String received) {
    return new Parser(ZoneOffset.UTC).parse(text.getBytes(UTF_8), Instant.parse(received), "peer");
  }

  @Test
  void readsTheRfcsFirstExample() {
    Line line = parse("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick");
    assertThat(line.facility()).contains(4);
    assertThat(line.severity()).contains(2);
    assertThat(line.timestamp()).contains(Instant.parse("2026-10-11T22:14:15Z"));
    assertThat(line.host()).contains("mymachine");
    assertThat(line.app()).contains("su");
    assertThat(line.message()).contains("'su root' failed for lonvick");
  }

  @Test
  void readsTheRfcsSecondExample() {
    Line line = parse("Use the BFG!");
    assertThat(line.timestamp()).isEmpty();
    assertThat(line.host()).isEmpty();
    assertThat(line.message()).contains("Use the BFG!");
  }

  @Test
  void readsTheSecondExampleAsARelayPassesItOn() {
    Line line = parse("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!");
    assertThat(line.timestamp()).contains(Instant.parse("2026-02-05T17:32:18Z"));
    assertThat(line.host()).contains("10.0.0.99");
    assertThat(line.app()).isEmpty();
    assertThat(line.message()).contains("Use the BFG!");
  }

  @Test
  void readsWhatLoggerWritesLocally() {
    Line line = parse("<13>Nov 24 01:02:03 tag: msg");
    assertThat(line.timestamp()).contains(Instant.parse("2026-11-24T01:02:03Z"));
    assertThat(line.host()).isEmpty();
    assertThat(line.app()).contains("tag");
    assertThat(line.message()).contains("msg");
  }

  @Test
  void readsAProcess() {
    Line line = parse("<86>Nov  4 01:02:03 ship1 sshd[4711]: session opened: for root");
    assertThat(line.host()).contains("ship1");
    assertThat(line.app()).contains("sshd");
    assertThat(line.process()).contains("4711");
    assertThat(line.message()).contains("session opened: for root");
    assertThat(parse("<86>Nov  4 01:02:03 sshd[4711]: x").process()).contains("4711");
  }

  @Test
  void readsWhatRsyslogForwards() {
    Line line = parse("<30>2026-11-24T01:02:03.123456+02:00 ship1 systemd[1]: Started nginx.");
    assertThat(line.timestamp()).contains(Instant.parse("2026-11-23T23:02:03.123456Z"));
    assertThat(line.host()).contains("ship1");
    assertThat(line.app()).contains("systemd");
    assertThat(line.process()).contains("1");
    assertThat(line.message()).contains("Started nginx.");
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
    Line line = parse(text);
    assertThat(line.timestamp()).contains(Instant.parse("2026-11-24T01:02:03Z"));
    assertThat(line.host()).isEmpty();
    assertThat(line.app()).contains("%SYS-5-CONFIG_I");
    assertThat(line.message()).contains("Configured from console");
  }

  @Test
  void takesANumberBeforeAnythingElseForText() {
    assertThat(parse("<13>29 degrees").message()).contains("29 degrees");
    assertThat(parse("<13>29: degrees").app()).contains("29");
  }

  @Test
  void readsATagWithoutATime() {
    Line line = parse("<134>nginx: GET / 200");
    assertThat(line.timestamp()).isEmpty();
    assertThat(line.app()).contains("nginx");
    assertThat(line.message()).contains("GET / 200");
  }

  @Test
  void readsATimeWithNothingBehindIt() {
    Line line = parse("<13>Nov 24 01:02:03");
    assertThat(line.timestamp()).isPresent();
    assertThat(line.host()).isEmpty();
    assertThat(line.message()).isEmpty();
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
  void takesWhatIsNoTimeForText(String text) {
    Line line = parse("<13>" + text + " x");
    assertThat(line.timestamp()).isEmpty();
    assertThat(line.message()).contains(text + " x");
  }

  @ParameterizedTest
  @CsvSource({
    "Nov 24 01:02:03, 2026-11-24T01:02:04Z, 2026-11-24T01:02:03Z",
    // an old line that was sent late
    "Dec 31 23:59:59, 2027-01-01T00:00:01Z, 2026-12-31T23:59:59Z",
    // a clock ahead of ours
    "Jan  1 00:00:01, 2026-12-31T23:59:58Z, 2027-01-01T00:00:01Z",
    "Nov 25 01:02:03, 2026-11-24T01:02:04Z, 2026-11-25T01:02:03Z",
    // further ahead than clocks go: last year's
    "Nov 28 01:02:03, 2026-11-24T01:02:04Z, 2025-11-28T01:02:03Z",
    // a day that few years have
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
    Line line =
        new Parser(ZoneId.of("Asia/Tokyo"))
            .parse(
                "<13>Jan  1 08:00:00 h t: m".getBytes(UTF_8),
                Instant.parse("2026-12-31T23:00:01Z"),
                "peer");
    assertThat(line.timestamp()).contains(Instant.parse("2026-12-31T23:00:00Z"));
  }
}
