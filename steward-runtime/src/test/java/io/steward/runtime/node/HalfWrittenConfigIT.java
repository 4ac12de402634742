package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node whose configuration file is written slowly.
class HalfWrittenConfigIT extends AskFleet {

  private static final Logger WATCHER = Logger.getLogger(ConfigWatcher.class.getName());

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getMessage() + Arrays.toString(entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    WATCHER.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    WATCHER.removeHandler(handler);
  }

  private void awaitDoubt(Path config, String text) throws IOException {
    logged.clear();
    Files.writeString(config, text);
    await()
        .atMost(PATIENCE)
        .until(() -> logged.stream().anyMatch(each -> each.contains("may be half written")));
  }

  private static Answer ask(NatsBus bus) throws IOException, InterruptedException {
    MessageSender sender =
        new MessageSender(
            bus, new MessageEncoder(new NodeName("operator"), InstantSource.system()));
    try (ExchangeFollower follower = sender.send(Message.to(SHIP, Map.of("text", "hello")))) {
      Answer answer = follower.next(PATIENCE).orElseThrow();
      while (!(answer instanceof Answer.Outcome)) {
        answer = follower.next(PATIENCE).orElseThrow();
      }
      return answer;
    }
  }

  private static String processes(Units units) throws IOException, InterruptedException {
    return String.valueOf(
        units.find(SHIP.node()).orElseThrow().document().getOrDefault("processes", ""));
  }

  @Test
  void aBindingThatIsCutOffServesUntilASecondLookConfirmsThatItIsGone() throws Exception {
    try (EmbeddedBroker broker = broker();
        Node ship = start("ship");
        NatsBus bus = visit()) {
      assertThat(broker.pid()).isPositive();
      Path config = ship.file().file();
      String whole = Files.readString(config);
      String cut = whole.substring(0, whole.indexOf("commands:"));
      awaitDoubt(config, cut);
      assertThat(ask(bus)).isInstanceOf(Answer.Succeeded.class);
      Files.writeString(config, whole);
      awaitDoubt(config, whole.substring(0, whole.indexOf("from: [") + 7));
      assertThat(ask(bus)).isInstanceOf(Answer.Succeeded.class);
      awaitDoubt(config, cut);
      Units units = new Units(bus, InstantSource.system());
      await().atMost(PATIENCE).until(() -> !processes(units).contains("ask.test"));
    }
  }
}
