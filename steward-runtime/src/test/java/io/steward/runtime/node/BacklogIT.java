package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import io.steward.api.Subject;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many commands for one unit that is away, sent by a node that keeps each until it is accepted.
@Timeout(900)
class BacklogIT {

  private static final Subject ONE = TestBinding.subject("one");
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final int SENDERS = 20;

  /// Makes a backlog in memory measurable.
  private static final String PADDING = " ".repeat(2000);

  /// Room for a mailbox and a page of the stream, with a margin.
  private static final long MAX_GROWTH = 24L << 20;

  @TempDir private Path temp = Path.of("");

  @Test
  void runsABacklogOnceAndInOrderWithoutHoldingItInMemory() throws Exception {
    runBacklog(20_000);
  }

  @Test
  @Tag("long")
  void runsABacklogOfAHundredThousandOnceAndInOrderWithoutHoldingItInMemory() throws Exception {
    runBacklog(100_000);
  }

  private void runBacklog(int count) throws Exception {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}),
                temp.resolve("broker"),
                0);
        NatsBus bus = NatsBus.open(List.of(broker.url()), "backlog", StreamLayout.SMALL);
        Timers timers = Timers.system();
        Ledger sending = Ledger.open(temp.resolve("central"), TestNode.CLOCK);
        Ledger receiving = Ledger.open(temp.resolve("ship"), TestNode.CLOCK)) {
      HeapUse heap = HeapUse.now();
      try (NodeEngine central = start(TestNode.CENTRAL, bus, sending, timers, sending(count))) {
        assertThat(central.reports()).isNotEmpty();
        await()
            .atMost(TIMEOUT)
            .pollInterval(POLL_INTERVAL)
            .until(() -> {
              heap.sample();
              return sending.unaccepted().size() == count && sending.outbox().size() == 0;
            });
        Received received = new Received();
        try (NodeEngine receiver = start(TestNode.NAME, bus, receiving, timers, received.work())) {
          assertThat(receiver.reports()).isNotEmpty();
          await()
              .atMost(TIMEOUT)
              .pollInterval(POLL_INTERVAL)
              .until(() -> {
                heap.sample();
                return received.count() >= count;
              });
          assertThat(received.bySender())
              .allSatisfy(numbers ->
                  assertThat(numbers)
                      .isEqualTo(IntStream.range(0, count / SENDERS).boxed().toList()));
        }
      }
      assertThat(heap.grown()).isLessThan(MAX_GROWTH).isLessThan((long) count * PADDING.length());
    }
  }

  private NodeEngine start(NodeName name, Bus bus, Ledger ledger, Timers timers, Workload workload)
      throws IOException {
    return NodeEngine.start(
        EngineContext.of(name, new EngineTime(TestNode.CLOCK, timers)),
        StreamLayout.SMALL,
        temp.resolve(name.value()),
        bus,
        ledger,
        workload);
  }

  /// A node that sends this many commands from several threads, which share their fsyncs.
  private static Workload sending(int count) {
    SourceSpec spec =
        SourceSpec.to(ONE, () -> new Senders(count), BacklogIT.class.getClassLoader());
    return new Workload(List.of(), List.of(), List.of(spec));
  }

  private record Senders(int count) implements Source {

    @Override
    public MethodName method() {
      return ActHandler.METHOD;
    }

    @Override
    public void run(SourceContext context) throws InterruptedException, ExecutionException {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
          int sender = i;
          all.add(
              threads.submit(() -> {
                for (int number = 0; number < count / SENDERS; number++) {
                  String text = sender + "-" + number + PADDING;
                  context.outbox().send(Message.to(ONE, Map.of("text", text)));
                }
                return null;
              }));
        }
        for (Future<?> each : all) {
          each.get();
        }
        new CountDownLatch(1).await(); // a source that returns is restarted
      }
    }
  }

  /// What was run, by sender.
  private static final class Received {
    private final List<List<Integer>> bySender =
        IntStream.range(0, SENDERS)
            .<List<Integer>>mapToObj(i -> Collections.synchronizedList(new ArrayList<>()))
            .toList();

    Workload work() {
      ActHandler.Action action =
          (arguments, context) -> {
            String[] parts = arguments.text().strip().split("-", -1);
            bySender.get(Integer.parseInt(parts[0])).add(Integer.valueOf(parts[1]));
            return Reply.succeeded();
          };
      return new Workload(List.of(TestBinding.DEFAULTS.bind("one", action)), List.of(), List.of());
    }

    int count() {
      return bySender.stream().mapToInt(List::size).sum();
    }

    List<List<Integer>> bySender() {
      return bySender;
    }
  }
}
