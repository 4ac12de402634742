package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;

/// Redelivered and reordered messages have no second effect, and keep their order.
class OddDeliveryIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  @Seeded
  void redeliveredAndReorderedMessagesRunOnceAndInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship").start().awaitUp();
      Connection nats =
          Nats.connect(Options.builder().server(faultScenario.broker().url()).noEcho().build());
      try {
        List<Message> heard = new CopyOnWriteArrayList<>();
        Dispatcher listener = nats.createDispatcher(heard::add);
        listener.subscribe(ship.name() + ".command.>");
        listener.subscribe(ship.name() + ".event.>");
        nats.flush(PATIENCE); // the broker has the subscriptions before another connection sends
        int many = 10 + random.nextInt(30);
        List<String> to = List.of(ship.once(), ship.again(), ship.sink());
        for (int i = 0; i < many; i++) {
          faultScenario
              .station()
              .send(to.get(random.nextInt(to.size())), "{\"text\":\"%d\"}".formatted(i));
          again(nats, heard, true, random);
        }
        await().atMost(PATIENCE).until(() -> heard.size() >= many);
        await().atMost(PATIENCE).until(() -> faultScenario.report().count(Report.Kind.LOST) == 0);
        again(nats, heard, false, random);
        for (Sent sent : faultScenario.station().sent()) {
          assertThat(
                  faultScenario
                      .station()
                      .publish(Station.stored(sent.subject()), sent.id(), "{\"text\":\"again\"}"))
              .isTrue();
        }
        nats.flush(PATIENCE);
        assertThat(faultScenario.settle().ended()).doesNotContainKey("unknown");
      } finally {
        nats.close();
      }
    }
  }

  /// Publishes the received messages again, in another order.
  ///
  /// @param withStreamHeaders with the headers of the stream; otherwise without them, like a sender that
  ///   missed the acknowledgement, whose message may overtake those still being read from the
  ///   stream
  private static void again(
      Connection nats, List<Message> heard, boolean withStreamHeaders, Random random) {
    List<Message> all = new ArrayList<>(List.copyOf(heard));
    Collections.shuffle(all, random);
    for (Message message : all) {
      Headers headers = new Headers(message.getHeaders());
      if (!withStreamHeaders) {
        headers.remove("Nats-Stream", "Nats-Sequence", "Nats-Last-Sequence", "Nats-Subject");
      }
      nats.publish(new NatsMessage(message.getSubject(), null, headers, message.getData()));
    }
  }
}
