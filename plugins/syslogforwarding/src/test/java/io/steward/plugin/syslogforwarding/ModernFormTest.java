package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// RFC 5424, with the examples of its section 6.5.
class ModernFormTest {

  private static Line parse(String text) {
    return new Parser(ZoneOffset.UTC)
        .parse(text.getBytes(UTF_8), Instant.parse("2026-11-24T01:02:04Z"), "peer");
  }

  @Test
  void readsExampleOne() {
    Line line =
        parse(
            "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root'"
                + " failed for lonvick on /dev/pts/8");
    assertThat(line.facility()).contains(4);
    assertThat(line.severity()).contains(2);
    assertThat(line.timestamp()).contains(Instant.parse("2003-10-11T22:14:15.003Z"));
    assertThat(line.host()).contains("mymachine.example.com");
    assertThat(line.app()).contains("su");
    assertThat(line.process()).isEmpty();
    assertThat(line.messageId()).contains("ID47");
    assertThat(line.structured()).isEmpty();
    assertThat(line.message()).contains("'su root' failed for lonvick on /dev/pts/8");
    assertThat(line.raw()).contains("\ufeff");
  }

  @Test
  void readsExampleTwo() {
    Line line =
        parse(
            "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make"
                + " the do-nuts.");
    assertThat(line.timestamp()).contains(Instant.parse("2003-08-24T12:14:15.000003Z"));
    assertThat(line.host()).contains("192.0.2.1");
    assertThat(line.app()).contains("myproc");
    assertThat(line.process()).contains("8710");
    assertThat(line.messageId()).isEmpty();
    assertThat(line.message()).contains("%% It's time to make the do-nuts.");
  }

  @Test
  void readsExampleThree() {
    Line line =
        parse(
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47"
                + " [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
                + " \ufeffAn application event log entry...");
    assertThat(line.structured())
        .isEqualTo(
            Map.of(
                "exampleSDID@32473",
                Map.of("iut", "3", "eventSource", "Application", "eventID", "1011")));
    assertThat(line.message()).contains("An application event log entry...");
  }

  @Test
  void readsExampleFour() {
    Line line =
        parse(
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47"
                + " [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
                + "[examplePriority@32473 class=\"high\"]");
    assertThat(line.structured())
        .containsOnlyKeys("exampleSDID@32473", "examplePriority@32473")
        .containsEntry("examplePriority@32473", Map.of("class", "high"));
    assertThat(line.message()).isEmpty();
  }

  @Test
  void readsALineOfNothing() {
    Line line = parse("<0>1 - - - - - -");
    assertThat(line.facility()).contains(0);
    assertThat(line.timestamp()).isEmpty();
    assertThat(line.host()).isEmpty();
    assertThat(line.app()).isEmpty();
    assertThat(line.process()).isEmpty();
    assertThat(line.messageId()).isEmpty();
    assertThat(line.structured()).isEmpty();
    assertThat(line.message()).isEmpty();
  }

  @Test
  void resolvesEscapesInStructuredData() {
    assertThat(parse("<13>1 - - - - - [a b=\"x\\\"y\\\\z\\]\" c=\"\\n\"] m").structured())
        .isEqualTo(Map.of("a", Map.of("b", "x\"y\\z]", "c", "\\n")));
  }

  @Test
  void keepsTheLastValueOfAName() {
    assertThat(parse("<13>1 - - - - - [origin ip=\"a\" ip=\"b\"]").structured())
        .isEqualTo(Map.of("origin", Map.of("ip", "b")));
  }

  @Test
  void readsAnElementWithoutValuesAndWithABlankTooMany() {
    assertThat(parse("<13>1 - - - - - [a][b c=\"\" ] m").structured())
        .isEqualTo(Map.of("a", Map.of(), "b", Map.of("c", "")));
  }

  @Test
  void keepsALineFeedInTheText() {
    assertThat(parse("<13>1 - - - - - - one\ntwo").message()).contains("one\ntwo");
  }

  @Test
  void readsAVersionOfTwoDigits() {
    assertThat(parse("<13>12 - host - - - - text").host()).contains("host");
  }

  @Test
  void takesBrokenStructuredDataForText() {
    for (String broken :
        new String[] {"[a", "[]", "[a b]", "[a b=c]", "[a b=\"c]", "[a b=\"c\"", "x", "[a]x"}) {
      Line line = parse("<13>1 - host app - - " + broken);
      assertThat(line.severity()).contains(5);
      assertThat(line.structured()).isEmpty();
      assertThat(line.message()).hasValueSatisfying(text -> assertThat(text).contains(broken));
    }
  }

  @Test
  void takesAnOverlongNameForText() {
    Line line = parse("<13>1 - - - - - [" + "a".repeat(60_000) + " b=\"c\"] m");
    assertThat(line.structured()).isEmpty();
  }

  @Test
  void takesAnImpossibleTimeForText() {
    Line line = parse("<13>1 2003-13-11T22:14:15Z host app - - - text");
    assertThat(line.timestamp()).isEmpty();
    assertThat(line.message()).contains("1 2003-13-11T22:14:15Z host app - - - text");
  }
}
