package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumer;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
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

/// A unit that was away: the time from its start until everything it missed is accepted.
///
/// @param count the number of commands that it missed
record CatchUp(int count) {

  private static final int PAGE = 500;

  Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d missed commands, until all are read or accepted".formatted(count),
        rounds,
        List.of(
            new Way<>("plain, read", this::read),
            new Way<>("plain, read and answered", this::readAndAnswer),
            new Way<>("steward", this::steward)));
  }

  private NodeName missCommands(TrialFleet fleet) throws Exception {
    NodeName node = fleet.name("unit", 0);
    Operator.on(fleet).send(List.of(NoOpCommand.subject(node)), count);
    return node;
  }

  private List<Figure> read(TrialFleet fleet) throws Exception {
    NodeName node = missCommands(fleet);
    long start = System.nanoTime();
    read(fleet, node, message -> {});
    return List.of(Figure.rate("commands", count, System.nanoTime() - start));
  }

  private List<Figure> readAndAnswer(TrialFleet fleet) throws Exception {
    NodeName node = missCommands(fleet);
    PlainUnit unit = PlainUnit.connect(fleet, node, State.InProgress.ACCEPTED);
    AnswerCounter answers = AnswerCounter.subscribe(fleet, List.of(node));
    long start = System.nanoTime();
    read(fleet, node, unit::answer);
    answers.awaitAccepted(count);
    return List.of(Figure.rate("commands", count, System.nanoTime() - start));
  }

  private void read(TrialFleet fleet, NodeName node, Consumer<Message> handler) throws Exception {
    Connection connection = fleet.connect();
    ConsumerContext consumer =
        connection
            .getStreamContext(fleet.addresses().commandsStream("00"))
            .createOrUpdateConsumer(
                ConsumerConfiguration.builder()
                    .name("plain")
                    .filterSubject(fleet.addresses().storedSubject(NoOpCommand.subject(node)))
                    .ackPolicy(AckPolicy.None)
                    .memStorage(true)
                    .build());
    for (int read = 0; read < count; ) {
      try (FetchConsumer page = consumer.fetchMessages(Math.min(PAGE, count - read))) {
        for (@Nullable Message next = page.nextMessage(); next != null; next = page.nextMessage()) {
          handler.accept(next);
          read++;
        }
      }
    }
  }

  /// The handler blocks, so that only accepting is measured.
  private List<Figure> steward(TrialFleet fleet) throws Exception {
    NodeName node = missCommands(fleet);
    AnswerCounter answers = AnswerCounter.subscribe(fleet, List.of(node));
    long start = System.nanoTime();
    var _ = fleet.start(node, NoOpCommand.workload(node, true, count + 1, new BlockingHandler()));
    answers.awaitAccepted(count);
    return List.of(Figure.rate("commands", count, System.nanoTime() - start));
  }

  /// A handler that blocks until the node stops.
  private record BlockingHandler() implements CommandHandler<NoOpCommand.Arguments> {

    @Override
    public MethodName method() {
      return NoOpCommand.METHOD;
    }

    @Override
    public Reply handle(NoOpCommand.Arguments arguments, CommandContext context)
        throws InterruptedException {
      new CountDownLatch(1).await();
      return Reply.succeeded();
    }
  }
}
