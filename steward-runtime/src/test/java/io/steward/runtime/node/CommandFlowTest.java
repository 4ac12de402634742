package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way of commands through the processes of a node.
class CommandFlowTest {

  private static final Subject ONE = TestBinding.subject("one");
  private static final Subject OTHER = TestBinding.subject("other");

  @TempDir private Path data = Path.of("");

  @Test
  void executesOneAtATimeInTheOrderOfTheStream() throws IOException {
    List<String> done = new CopyOnWriteArrayList<>();
    AtomicInteger concurrent = new AtomicInteger();
    AtomicInteger maxConcurrent = new AtomicInteger();
    ActHandler.Action action =
        (arguments, context) -> {
          maxConcurrent.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
          done.add(arguments.text());
          concurrent.decrementAndGet();
          return Reply.succeeded();
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", action))) {
      String last = "";
      for (int i = 0; i < 200; i++) {
        last = node.send(ONE, "" + i);
      }
      node.await(ONE, last);
      assertThat(done)
          .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "" + i).toList());
      assertThat(maxConcurrent).hasValue(1);
    }
  }

  @Test
  void executesAsManyConcurrentlyAsTheBindingAllows() throws IOException {
    CyclicBarrier threeAtOnce = new CyclicBarrier(3);
    ActHandler.Action action =
        (arguments, context) -> {
          threeAtOnce.await(20, TimeUnit.SECONDS);
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(data, TestBinding.DEFAULTS.withConcurrency(3).bind("one", action))) {
      List<String> ids = IntStream.range(0, 9).mapToObj(i -> node.send(ONE, "" + i)).toList();
      ids.forEach(
          id -> assertThat(node.await(ONE, id).words()).isEqualTo("accepted running succeeded"));
    }
  }

  @Test
  void aSlowProcessDoesNotDelayOthers() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    ActHandler.Action slow =
        (arguments, context) -> {
          release.await();
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(
            data,
            TestBinding.DEFAULTS.bind("one", slow),
            TestBinding.DEFAULTS.bind("other", (arguments, context) -> Reply.succeeded()))) {
      String waits = node.send(ONE, "");
      String queued = node.send(ONE, "");
      String passes = node.send(OTHER, "");
      assertThat(node.await(OTHER, passes).words()).endsWith("succeeded");
      assertThat(node.answers(ONE, waits).isEnded()).isFalse();
      release.countDown();
      assertThat(node.await(ONE, queued).words()).endsWith("succeeded");
    }
  }

  @Test
  void runsADuplicateOnce() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    ActHandler.Action action = (arguments, context) -> Reply.succeeded(runs.incrementAndGet());
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", action))) {
      Message message = Message.to(ONE, Map.of("text", ""));
      String id = node.send(message);
      node.send(message, id, Headers.NONE);
      node.publish(ONE, id, "{\"text\":\"\"}"); // this duplicate is not stored
      node.await(ONE, id);
      node.publish(ONE, id, "{\"text\":\"\"}");
      node.await(ONE, node.send(ONE, "after it"));
      assertThat(runs).hasValue(2);
      assertThat(node.answers(ONE, id).words()).isEqualTo("accepted running succeeded");
    }
  }

  @Test
  void commandsBeyondTheMailboxWaitInTheStreamInOrder() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    List<String> done = new CopyOnWriteArrayList<>();
    ActHandler.Action action =
        (arguments, context) -> {
          release.await();
          done.add(arguments.text());
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(data, TestBinding.DEFAULTS.withMailbox(2).bind("one", action))) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ids.add(node.send(ONE, "" + i));
      }
      node.await(ONE, ids.getFirst(), "running");
      assertThat(node.answers(ONE, ids.getLast()).list()).isEmpty();
      assertThat(node.report(ONE).waiting()).isLessThanOrEqualTo(2);
      release.countDown();
      ids.forEach(id -> node.await(ONE, id));
      assertThat(done)
          .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "" + i).toList());
    }
  }

  @Test
  void commandsRestoredAtAStartCountAgainstTheMailbox() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    ActHandler.Action action =
        (arguments, context) -> {
          (stopped.getCount() == 0 ? release : new CountDownLatch(1)).await();
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(data, TestBinding.DEFAULTS.withMailbox(6).bind("one", action))) {
      node.await(ONE, node.send(ONE, "runs"), "running");
      List<String> ids = IntStream.range(0, 6).mapToObj(i -> node.send(ONE, "" + i)).toList();
      ids.forEach(id -> node.await(ONE, id, "accepted"));
      node.stop();
      stopped.countDown();
      node.start(TestBinding.DEFAULTS.withMailbox(2).bind("one", action));
      List<String> more = IntStream.range(0, 20).mapToObj(i -> node.send(ONE, "" + i)).toList();
      node.await(ONE, ids.getFirst(), "running");
      TestNode.await("the others wait", () -> node.report(ONE).waiting() <= 5);
      String probe =
          node.send(OTHER, "rejected, which shows that everything before it was received");
      node.await(OTHER, probe);
      assertThat(node.report(ONE).waiting()).isLessThanOrEqualTo(5);
      release.countDown();
      more.forEach(id -> node.await(ONE, id));
    }
  }
}
