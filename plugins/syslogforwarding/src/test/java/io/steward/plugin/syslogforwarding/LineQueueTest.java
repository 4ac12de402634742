package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LineQueueTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration NONE = Duration.ZERO;

  private final LineQueue queue = new LineQueue(5);

  private static SyslogMessage line(String text) {
    return new SyslogParser(ZoneOffset.UTC).parse(text.getBytes(UTF_8), Instant.EPOCH, "peer");
  }

  private List<String> take(int most) throws InterruptedException {
    List<String> taken = queue.take(most, NONE, NONE).stream().map(SyslogMessage::raw).toList();
    queue.settle();
    return taken;
  }

  @Test
  void returnsLinesInOrderUpToTheLimit() throws InterruptedException {
    for (String text : List.of("a", "b", "c")) {
      queue.put(line(text));
    }
    assertThat(take(2)).containsExactly("a", "b");
    assertThat(take(2)).containsExactly("c");
    assertThat(take(2)).isEmpty();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void countsDroppedLines() throws InterruptedException {
    for (int i = 0; i < 8; i++) {
      queue.offer(line("x" + i));
    }
    assertThat(queue.dropped()).isEqualTo(3);
    assertThat(take(10)).containsExactly("x0", "x1", "x2", "x3", "x4");
  }

  @Test
  void waitsForSpace() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      queue.put(line("x" + i));
    }
    AtomicBoolean in = new AtomicBoolean();
    Thread putter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                queue.put(line("late"));
                in.set(true);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    await().atMost(PATIENCE).until(() -> putter.getState() == Thread.State.WAITING);
    assertThat(in).isFalse();
    assertThat(take(1)).containsExactly("x0");
    putter.join();
    assertThat(take(9)).containsExactly("x1", "x2", "x3", "x4", "late");
  }

  @Test
  void startsANewBatchBeforeOneGrowsTooLarge() throws InterruptedException {
    String large = "x".repeat(LineQueue.LARGEST_BATCH / 5);
    for (int i = 0; i < 5; i++) {
      queue.put(line(large));
    }
    assertThat(take(10)).hasSize(2);
    assertThat(queue.isEmpty()).isFalse();
    assertThat(take(10)).hasSize(2);
    assertThat(take(10)).hasSize(1);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void returnsAnOversizedLineAlone() throws InterruptedException {
    queue.put(line("\u0001".repeat(65_536)));
    queue.put(line("b"));
    assertThat(take(10)).hasSize(1);
    assertThat(take(10)).containsExactly("b");
  }

  @Test
  void returnsAnUnconfirmedBatchAgain() throws InterruptedException {
    queue.put(line("a"));
    assertThat(queue.take(10, NONE, NONE)).hasSize(1);
    queue.put(line("b"));
    assertThat(queue.take(10, NONE, NONE)).extracting(SyslogMessage::raw).containsExactly("a", "b");
    assertThat(queue.isEmpty()).isFalse();
    queue.settle();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void losesNothingWhenInterruptedWhileLingering() throws InterruptedException {
    queue.put(line("a"));
    Thread taker =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() -> queue.take(10, NONE, Duration.ofMinutes(1)))
                    .isInstanceOf(InterruptedException.class));
    await().atMost(PATIENCE).until(() -> taker.getState() == Thread.State.TIMED_WAITING);
    taker.interrupt();
    taker.join();
    assertThat(take(10)).containsExactly("a");
  }

  @Test
  void lingersForMore() throws InterruptedException {
    queue.put(line("a"));
    Thread.ofVirtual()
        .start(() -> {
          try {
            queue.put(line("b"));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(queue.take(2, NONE, Duration.ofMinutes(1)))
        .extracting(SyslogMessage::raw)
        .containsExactly("a", "b");
  }
}
