package io.steward.runtime.process;

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
class FlowTest {

  private static final Subject ONE = Terms.subject("one");
  private static final Subject OTHER = Terms.subject("other");

  @TempDir private Path data = Path.of("");

  @Test
  void executesOneAfterTheOtherInTheOrderOfStoring() throws IOException {
    List<String> done = new CopyOnWriteArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Act.Doing doing =
        (arguments, context) -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          done.add(arguments.text());
          inside.decrementAndGet();
          return Reply.succeeded();
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", doing))) {
      String last = "";
      for (int i = 0; i < 200; i++) {
        last = ship.send(ONE, "" + i);
      }
      ship.await(ONE, last);
      assertThat(done)
          .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "" + i).toList());
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void executesAsManyAtATimeAsItsBindingSays() throws IOException {
    CyclicBarrier threeAtOnce = new CyclicBarrier(3);
    Act.Doing doing =
        (arguments, context) -> {
          threeAtOnce.await(20, TimeUnit.SECONDS);
          return Reply.succeeded();
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.atATime(3).bind("one", doing))) {
      List<String> ids = IntStream.range(0, 9).mapToObj(i -> ship.send(ONE, "" + i)).toList();
      ids.forEach(
          id -> assertThat(ship.await(ONE, id).words()).isEqualTo("accepted running succeeded"));
    }
  }

  @Test
  void aSlowProcessDelaysNoOther() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    Act.Doing slow =
        (arguments, context) -> {
          release.await();
          return Reply.succeeded();
        };
    try (Ship ship =
        Ship.with(
            data,
            Terms.USUAL.bind("one", slow),
            Terms.USUAL.bind("other", (arguments, context) -> Reply.succeeded()))) {
      String waits = ship.send(ONE, "");
      String queued = ship.send(ONE, "");
      String passes = ship.send(OTHER, "");
      assertThat(ship.await(OTHER, passes).words()).endsWith("succeeded");
      assertThat(ship.story(ONE, waits).isEnded()).isFalse();
      release.countDown();
      assertThat(ship.await(ONE, queued).words()).endsWith("succeeded");
    }
  }

  @Test
  void runsADuplicateOnce() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Act.Doing doing = (arguments, context) -> Reply.succeeded(runs.incrementAndGet());
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", doing))) {
      Message message = Message.to(ONE, Map.of("text", ""));
      String id = ship.send(message);
      ship.send(message, id, Headers.NONE);
      ship.publish(ONE, id, "{\"text\":\"\"}"); // the broker stores no copy of this one
      ship.await(ONE, id);
      ship.publish(ONE, id, "{\"text\":\"\"}");
      ship.await(ONE, ship.send(ONE, "after it"));
      assertThat(runs).hasValue(2);
      assertThat(ship.story(ONE, id).words()).isEqualTo("accepted running succeeded");
    }
  }

  @Test
  void whatFindsNoRoomWaitsInTheStreamAndKeepsItsOrder() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    List<String> done = new CopyOnWriteArrayList<>();
    Act.Doing doing =
        (arguments, context) -> {
          release.await();
          done.add(arguments.text());
          return Reply.succeeded();
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.waiting(2).bind("one", doing))) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ids.add(ship.send(ONE, "" + i));
      }
      ship.await(ONE, ids.getFirst(), "running");
      assertThat(ship.story(ONE, ids.getLast()).told()).isEmpty();
      assertThat(ship.report(ONE).waiting()).isLessThanOrEqualTo(2);
      release.countDown();
      ids.forEach(id -> ship.await(ONE, id));
      assertThat(done)
          .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "" + i).toList());
    }
  }

  @Test
  void whatWasAcceptedBeforeAStartLeavesTheMailboxItsSize() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Act.Doing doing =
        (arguments, context) -> {
          (stopped.getCount() == 0 ? release : new CountDownLatch(1)).await();
          return Reply.succeeded();
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.waiting(6).bind("one", doing))) {
      ship.await(ONE, ship.send(ONE, "runs"), "running");
      List<String> ids = IntStream.range(0, 6).mapToObj(i -> ship.send(ONE, "" + i)).toList();
      ids.forEach(id -> ship.await(ONE, id, "accepted"));
      ship.stop();
      stopped.countDown();
      ship.start(Terms.USUAL.waiting(2).bind("one", doing));
      List<String> more = IntStream.range(0, 20).mapToObj(i -> ship.send(ONE, "" + i)).toList();
      ship.await(ONE, ids.getFirst(), "running");
      Ship.await("the others wait", () -> ship.report(ONE).waiting() <= 5);
      String probe = ship.send(OTHER, "rejected, as a sign that all before it was heard");
      ship.await(OTHER, probe);
      assertThat(ship.report(ONE).waiting()).isLessThanOrEqualTo(5);
      release.countDown();
      more.forEach(id -> ship.await(ONE, id));
    }
  }
}
