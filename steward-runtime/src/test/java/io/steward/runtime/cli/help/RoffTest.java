package io.steward.runtime.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoffTest {

  private static String after(String head, Roff page) {
    return page.toString().substring(head.length());
  }

  private static String text(String text) {
    String head = new Roff("x", "1").toString();
    return after(head, new Roff("x", "1").text(text));
  }

  @Test
  void textIsNeverARequest() {
    assertThat(text(".config is read")).isEqualTo("\\&.config is read\n");
    assertThat(text("'a' and 'b'")).isEqualTo("\\(aqa\\(aq and \\(aqb\\(aq\n");
  }

  @Test
  void escapesBackslashes() {
    assertThat(text("\\fB is C:\\f")).isEqualTo("\\efB is C:\\ef\n");
  }

  @Test
  void keepsHyphensAndQuotesCopyable() {
    assertThat(text("--x `y` ~/z ^ \"w\""))
        .isEqualTo("\\-\\-x \\(gay\\(ga \\(ti/z \\(ha \\(dqw\\(dq\n");
  }

  @Test
  void encodesNonAsciiAsCodePoints() {
    assertThat(text("Grüße… 🚢")).isEqualTo("Gr\\[u00FC]\\[u00DF]e\\[u2026] \\[u1F6A2]\n");
  }

  @Test
  void doesNotFillLines() {
    String head = new Roff("x", "1").toString();
    assertThat(after(head, new Roff("x", "1").lines(List.of("a", "", ".b"))))
        .isEqualTo(".PP\n.nf\na\n\n\\&.b\n.fi\n");
  }
}
