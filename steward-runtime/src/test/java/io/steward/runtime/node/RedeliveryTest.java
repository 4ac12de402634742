package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.fleet.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Redelivery and expiry by the clocks of the broker and of a node.
class RedeliveryTest {

  private static final Subject SUBJECT = TestBinding.subject("one");
  private static final Duration RETENTION = Duration.ofDays(14);

  @TempDir private Path data = Path.of("");
  private final TestClock clock = new TestClock();
  private final List<String> done = new CopyOnWriteArrayList<>();

  private TestNode start(TestNode node) throws IOException {
    return node.start(
        TestBinding.DEFAULTS.bind(
            "one",
            (arguments, context) -> {
              done.add(arguments.text());
              return Reply.succeeded();
            }));
  }

  /// The node publishes its state, and so learns the broker's time.
  private static void heartbeat(TestNode node) throws IOException, InterruptedException {
    var published = node.clock().local().instant();
    node.bus()
        .store(
            new OutboundMessage(
                node.bus().addresses().unitSubject(TestNode.NAME), Headers.NONE, new byte[0]))
        .join();
    node.clock().measure(node.bus(), TestNode.NAME, published, Duration.ZERO);
  }

  private static Message message(String text) {
    return Message.to(SUBJECT, Map.of("text", text));
  }

  @Test
  void theSameIdRunsOnceHoweverLateItIsRedelivered() throws Exception {
    String id = "0123456789abcdefghijkl-again";
    try (TestNode node = start(new TestNode(data, clock))) {
      heartbeat(node);
      node.send(message("once"), id, Headers.NONE);
      node.await(SUBJECT, id);
      Duration since = Duration.ZERO;
      for (Duration late :
          List.of(Duration.ofMinutes(31), Duration.ofHours(3), Duration.ofDays(8))) {
        while (since.compareTo(late) < 0) {
          Duration step =
              late.minus(since).compareTo(Duration.ofHours(6)) > 0
                  ? Duration.ofHours(6)
                  : late.minus(since);
          clock.advance(step);
          since = since.plus(step);
          heartbeat(node);
          node.engine().forget(RETENTION);
        }
        long before = stored(node);
        node.send(message("once"), id, Headers.NONE);
        assertThat(stored(node)).as("stored again by the broker").isGreaterThan(before);
        node.await(SUBJECT, node.send(SUBJECT, "after " + late));
      }
      assertThat(node.answers(SUBJECT, id).words()).startsWith("accepted running succeeded");
    }
    assertThat(done).containsExactly("once", "after PT31M", "after PT3H", "after PT192H");
  }

  private static long stored(TestNode node) {
    var addresses = node.bus().addresses();
    return node.bus()
        .lastMessage(addresses.stream(SUBJECT), addresses.storedSubject(SUBJECT))
        .orElseThrow()
        .sequence();
  }

  @Test
  void theBrokersClockDecidesWhatHasExpired() throws Exception {
    try (TestNode node = start(new TestNode(data, clock))) {
      heartbeat(node);
      String expires = clock.instant().plus(Duration.ofHours(1)).toString();
      clock.advance(Duration.ofMinutes(59));
      node.send(
          message("in time"),
          "0123456789abcdefghijkl-1",
          Headers.NONE.with(Header.EXPIRES, expires));
      assertThat(node.await(SUBJECT, "0123456789abcdefghijkl-1").words()).endsWith("succeeded");
      clock.advance(Duration.ofMinutes(1).plusSeconds(1));
      node.send(
          message("within the skew"),
          "0123456789abcdefghijkl-2",
          Headers.NONE.with(Header.EXPIRES, expires));
      assertThat(node.await(SUBJECT, "0123456789abcdefghijkl-2").words()).endsWith("succeeded");
      clock.advance(Duration.ofSeconds(2));
      node.send(
          message("late"), "0123456789abcdefghijkl-3", Headers.NONE.with(Header.EXPIRES, expires));
      assertThat(node.await(SUBJECT, "0123456789abcdefghijkl-3").words()).isEqualTo("expired");
    }
    assertThat(done).containsExactly("in time", "within the skew");
  }

  @Test
  void aWrongClockMakesTheLedgerForgetNothing() throws Exception {
    String id = "0123456789abcdefghijkl-kept";
    try (TestNode node = start(new TestNode(data, clock))) {
      heartbeat(node);
      node.engine().forget(RETENTION);
      node.send(message("once"), id, Headers.NONE);
      node.await(SUBJECT, id);
      clock.jump(Duration.ofDays(10_000)); // invalidates what was measured before
      node.engine().forget(RETENTION);
      clock.jump(Duration.ofDays(-10_000).plusMinutes(3));
      node.send(message("once"), id, Headers.NONE);
      node.await(SUBJECT, node.send(SUBJECT, "after"));
    }
    assertThat(done).containsExactly("once", "after");
  }
}
