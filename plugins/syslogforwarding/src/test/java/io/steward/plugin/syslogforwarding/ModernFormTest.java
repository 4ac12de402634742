package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// RFC 5424, with the examples of its section 6.5.
class ModernFormTest {

  private static SyslogMessage parse(String text) {
    return new SyslogParser(ZoneOffset.UTC)
        .parse(text.getBytes(UTF_8), Instant.parse("2026-11-24T01:02:04Z"), "peer");
  }

  @Test
  void readsExampleOne() {
    SyslogMessage syslogMessage =
        parse(
            "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root'"
                + " failed for lonvick on /dev/pts/8");
    assertThat(syslogMessage.facility()).contains(4);
    assertThat(syslogMessage.severity()).contains(2);
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2003-10-11T22:14:15.003Z"));
    assertThat(syslogMessage.host()).contains("mymachine.example.com");
    assertThat(syslogMessage.app()).contains("su");
    assertThat(syslogMessage.process()).isEmpty();
    assertThat(syslogMessage.messageId()).contains("ID47");
    assertThat(syslogMessage.structured()).isEmpty();
    assertThat(syslogMessage.message()).contains("'su root' failed for lonvick on /dev/pts/8");
    assertThat(syslogMessage.raw()).contains("\ufeff");
  }

  @Test
  void readsExampleTwo() {
    SyslogMessage syslogMessage =
        parse(
            "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make"
                + " the do-nuts.");
    assertThat(syslogMessage.timestamp()).contains(Instant.parse("2003-08-24T12:14:15.000003Z"));
    assertThat(syslogMessage.host()).contains("192.0.2.1");
    assertThat(syslogMessage.app()).contains("myproc");
    assertThat(syslogMessage.process()).contains("8710");
    assertThat(syslogMessage.messageId()).isEmpty();
    assertThat(syslogMessage.message()).contains("%% It's time to make the do-nuts.");
  }

  @Test
  void readsExampleThree() {
    SyslogMessage syslogMessage =
        parse(
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47"
                + " [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
                + " \ufeffAn application event log entry...");
    assertThat(syslogMessage.structured())
        .isEqualTo(
            Map.of(
                "exampleSDID@32473",
                Map.of("iut", "3", "eventSource", "Application", "eventID", "1011")));
    assertThat(syslogMessage.message()).contains("An application event log entry...");
  }

  @Test
  void readsExampleFour() {
    SyslogMessage syslogMessage =
        parse(
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47"
                + " [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
                + "[examplePriority@32473 class=\"high\"]");
    assertThat(syslogMessage.structured())
        .containsOnlyKeys("exampleSDID@32473", "examplePriority@32473")
        .containsEntry("examplePriority@32473", Map.of("class", "high"));
    assertThat(syslogMessage.message()).isEmpty();
  }

  @Test
  void parsesALineOfNilFields() {
    SyslogMessage syslogMessage = parse("<0>1 - - - - - -");
    assertThat(syslogMessage.facility()).contains(0);
    assertThat(syslogMessage.timestamp()).isEmpty();
    assertThat(syslogMessage.host()).isEmpty();
    assertThat(syslogMessage.app()).isEmpty();
    assertThat(syslogMessage.process()).isEmpty();
    assertThat(syslogMessage.messageId()).isEmpty();
    assertThat(syslogMessage.structured()).isEmpty();
    assertThat(syslogMessage.message()).isEmpty();
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
  void parsesAnElementWithoutValuesAndATrailingBlank() {
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
  void treatsMalformedStructuredDataAsText() {
    for (String broken :
        new String[] {"[a", "[]", "[a b]", "[a b=c]", "[a b=\"c]", "[a b=\"c\"", "x", "[a]x"}) {
      SyslogMessage syslogMessage = parse("<13>1 - host app - - " + broken);
      assertThat(syslogMessage.severity()).contains(5);
      assertThat(syslogMessage.structured()).isEmpty();
      assertThat(syslogMessage.message())
          .hasValueSatisfying(text -> assertThat(text).contains(broken));
    }
  }

  @Test
  void treatsAnOverlongNameAsText() {
    SyslogMessage syslogMessage = parse("<13>1 - - - - - [" + "a".repeat(60_000) + " b=\"c\"] m");
    assertThat(syslogMessage.structured()).isEmpty();
  }

  @Test
  void treatsAnImpossibleTimeAsText() {
    SyslogMessage syslogMessage = parse("<13>1 2003-13-11T22:14:15Z host app - - - text");
    assertThat(syslogMessage.timestamp()).isEmpty();
    assertThat(syslogMessage.message()).contains("1 2003-13-11T22:14:15Z host app - - - text");
  }
}
