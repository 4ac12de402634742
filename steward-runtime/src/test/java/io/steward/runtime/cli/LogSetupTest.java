package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogSetupTest {

  @Test
  void noMessageCanForgeALineOfTheLog() {
    LogRecord record = new LogRecord(Level.WARNING, "{0} is ignored");
    record.setParameters(new Object[] {"a\u001b[2J\n12:00:00.000 ERROR all is lost"});
    record.setThrown(new IllegalStateException("b\n12:00:00.000 ERROR this, too"));
    record.setInstant(Instant.EPOCH);
    assertThat(new LogSetup.Line().format(record).lines())
        .hasSizeGreaterThan(4)
        .noneMatch(line -> line.contains("\u001b"))
        .satisfies(lines -> {
          assertThat(lines.getFirst()).contains(" WARN  a\\u001b[2J");
          assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("  "));
        });
  }
}
