package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Subject;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A tail goes on, whatever its consumer does.
class StreamTailTest {

  private static final Subject COMMAND = Subject.parse("ship2.command.echo.test");

  private final LoopbackBus bus = new LoopbackBus(FleetClock.system());
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private void store(String text) throws Exception {
    String subject = bus.addresses().storedSubject(COMMAND);
    bus.store(new OutboundMessage(subject, Headers.NONE, text.getBytes(StandardCharsets.UTF_8)))
        .join();
  }

  private StreamTail follow() throws Exception {
    return new StreamTail(
        bus,
        bus.addresses().stream(COMMAND),
        bus.addresses().storedSubject(COMMAND),
        COMMAND.toString(),
        Instant.EPOCH,
        this::receive);
  }

  private void receive(InboundMessage message) {
    heard.add(message.text());
    if (message.text().startsWith("bad")) {
      throw new IllegalStateException("a bug in the consumer");
    }
  }

  @Test
  void aConsumerThatFailsGetsTheNextMessage() throws Exception {
    store("bad");
    store("a");
    try (StreamTail _ = follow()) {
      await().atMost(Duration.ofMinutes(1)).until(() -> heard.contains("a"));
      store("bad again");
      store("b");
      await().atMost(Duration.ofMinutes(1)).until(() -> heard.contains("b"));
      assertThat(heard).containsExactly("bad", "a", "bad again", "b");
    }
  }
}
