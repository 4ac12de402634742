package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumer;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.steward.api.CommandHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A unit that was away: from its start until everything it missed is accepted.
///
/// @param count how many commands it missed
record CatchUp(int count) {

  private static final int PAGE = 500;

  Comparison<Stand> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d commands missed, until all are read, or accepted".formatted(count),
        rounds,
        List.of(
            new Way<>("plain, read", this::read),
            new Way<>("plain, read and answered", this::answered),
            new Way<>("steward", this::steward)));
  }

  private NodeName miss(Stand stand) throws Exception {
    NodeName node = stand.name("unit", 0);
    Operator.on(stand).send(List.of(Nothing.at(node)), count);
    return node;
  }

  private List<Figure> read(Stand stand) throws Exception {
    NodeName node = miss(stand);
    long start = System.nanoTime();
    read(stand, node, message -> {});
    return List.of(Figure.rate("commands", count, System.nanoTime() - start));
  }

  private List<Figure> answered(Stand stand) throws Exception {
    NodeName node = miss(stand);
    PlainUnit unit = PlainUnit.connect(stand, node, State.InProgress.ACCEPTED);
    Heard heard = Heard.from(stand, List.of(node));
    long start = System.nanoTime();
    read(stand, node, unit::answer);
    heard.awaitAccepted(count);
    return List.of(Figure.rate("commands", count, System.nanoTime() - start));
  }

  private void read(Stand stand, NodeName node, Consumer<Message> taker) throws Exception {
    Connection connection = stand.connect();
    ConsumerContext consumer =
        connection
            .getStreamContext(stand.addresses().commandsStream("00"))
            .createOrUpdateConsumer(
                ConsumerConfiguration.builder()
                    .name("plain")
                    .filterSubject(stand.addresses().stored(Nothing.at(node)))
                    .ackPolicy(AckPolicy.None)
                    .memStorage(true)
                    .build());
    for (int read = 0; read < count; ) {
      try (FetchConsumer page = consumer.fetchMessages(Math.min(PAGE, count - read))) {
        for (@Nullable Message next = page.nextMessage(); next != null; next = page.nextMessage()) {
          taker.accept(next);
          read++;
        }
      }
    }
  }

  /// The handler waits, so that nothing but accepting goes on.
  private List<Figure> steward(Stand stand) throws Exception {
    NodeName node = miss(stand);
    Heard heard = Heard.from(stand, List.of(node));
    long start = System.nanoTime();
    var _ = stand.start(node, Nothing.work(node, true, count + 1, new Waiting()));
    heard.awaitAccepted(count);
    return List.of(Figure.rate("commands", count, System.nanoTime() - start));
  }

  /// Waits until the node stops.
  private record Waiting() implements CommandHandler<Nothing.Arguments> {

    @Override
    public MethodName method() {
      return Nothing.METHOD;
    }

    @Override
    public Reply handle(Nothing.Arguments arguments, MessageContext context)
        throws InterruptedException {
      new CountDownLatch(1).await();
      return Reply.succeeded();
    }
  }
}
