package io.steward.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.steward.api.LogEntry;
import io.steward.api.RecentLog;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RecentLogHandlerTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final Logger LOGGER = Logger.getLogger("test.recent");

  private final RecentLog log = RecentLogHandler.install();
  private final String mark = UUID.randomUUID().toString();

  /// The entries of this test; other tests log too.
  private List<LogEntry> marked() throws InterruptedException {
    return log.after(0, Integer.MAX_VALUE).stream()
        .filter(entry -> entry.text().contains(mark))
        .toList();
  }

  @Test
  void keepsOnlyWarningsAndErrors() throws Exception {
    LOGGER.info("as usual " + mark);
    LOGGER.warning("strange " + mark);
    LOGGER.log(Level.SEVERE, "wrong {0}", mark);
    LoggerFactory.getLogger("test.slf4j").error("broken {}", mark, new IllegalStateException("x"));
    assertThat(marked())
        .extracting(LogEntry::level, LogEntry::logger, LogEntry::text)
        .containsExactly(
            tuple(LogEntry.Level.WARNING, "test.recent", "strange " + mark),
            tuple(LogEntry.Level.ERROR, "test.recent", "wrong " + mark),
            tuple(LogEntry.Level.ERROR, "test.slf4j", "broken " + mark));
    assertThat(marked().getLast().trace().orElseThrow())
        .startsWith("java.lang.IllegalStateException: x");
  }

  @Test
  void numbersEntriesWithoutGapsAndKeepsTheNewestThousand() throws Exception {
    for (int i = 0; i < 1500; i++) {
      LOGGER.warning("one of many " + mark);
    }
    List<LogEntry> kept = log.after(0, Integer.MAX_VALUE);
    assertThat(kept).hasSize(1000);
    assertThat(kept.getLast().number() - kept.getFirst().number()).isEqualTo(999);
    long number = kept.get(997).number();
    assertThat(log.after(number, 1)).extracting(LogEntry::number).containsExactly(number + 1);
  }

  @Test
  void blocksUntilTheNextEntry() throws Exception {
    LOGGER.warning("known " + mark);
    long known = marked().getLast().number();
    CompletableFuture<List<LogEntry>> next = new CompletableFuture<>();
    Thread asking =
        Thread.ofPlatform().start(() -> next.completeAsync(() -> after(known), Runnable::run));
    await().atMost(TIMEOUT).until(() -> asking.getState() == Thread.State.WAITING);
    assertThat(next).isNotDone();
    LOGGER.warning("next " + mark);
    assertThat(next.get(30, TimeUnit.SECONDS))
        .extracting(LogEntry::text)
        .containsExactly("next " + mark);
  }

  private List<LogEntry> after(long number) {
    try {
      return log.after(number, 5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void truncatesLongTexts() throws Exception {
    LOGGER.warning(mark + "x".repeat(10_000));
    assertThat(marked().getLast().text()).hasSize(4096).endsWith("x…");
  }

  @Test
  void rejectsInvalidArguments() {
    assertThatThrownBy(() -> log.after(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.after(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
