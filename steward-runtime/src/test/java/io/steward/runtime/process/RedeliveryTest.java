package io.steward.runtime.process;

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

/// Time, as the broker has it and as a node has it.
class RedeliveryTest {

  private static final Subject SUBJECT = Terms.subject("one");
  private static final Duration KEEP = Duration.ofDays(14);

  @TempDir private Path data = Path.of("");
  private final TestClock clock = new TestClock();
  private final List<String> done = new CopyOnWriteArrayList<>();

  private Ship start(Ship ship) throws IOException {
    return ship.start(
        Terms.USUAL.bind(
            "one",
            (arguments, context) -> {
              done.add(arguments.text());
              return Reply.succeeded();
            }));
  }

  /// The node says how it is, and learns what time it is.
  private static void beat(Ship ship) throws IOException, InterruptedException {
    var said = ship.clock().local().instant();
    ship.bus()
        .store(
            new OutboundMessage(ship.bus().addresses().unit(Ship.NAME), Headers.NONE, new byte[0]))
        .join();
    ship.clock().measure(ship.bus(), Ship.NAME, said, Duration.ZERO);
  }

  private static Message message(String text) {
    return Message.to(SUBJECT, Map.of("text", text));
  }

  @Test
  void theSameIdRunsOnceHoweverLateItComesAgain() throws Exception {
    String id = "0123456789abcdefghijkl-again";
    try (Ship ship = start(new Ship(data, clock))) {
      beat(ship);
      ship.send(message("once"), id, Headers.NONE);
      ship.await(SUBJECT, id);
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
          beat(ship);
          ship.node().forget(KEEP);
        }
        long before = stored(ship);
        ship.send(message("once"), id, Headers.NONE);
        assertThat(stored(ship)).as("stored again by the broker").isGreaterThan(before);
        ship.await(SUBJECT, ship.send(SUBJECT, "after " + late));
      }
      assertThat(ship.story(SUBJECT, id).words()).startsWith("accepted running succeeded");
    }
    assertThat(done).containsExactly("once", "after PT31M", "after PT3H", "after PT192H");
  }

  private static long stored(Ship ship) {
    var addresses = ship.bus().addresses();
    return ship.bus()
        .last(addresses.stream(SUBJECT), addresses.stored(SUBJECT))
        .orElseThrow()
        .sequence();
  }

  @Test
  void theBrokersClockDecidesWhatHasExpired() throws Exception {
    try (Ship ship = start(new Ship(data, clock))) {
      beat(ship);
      String expires = clock.instant().plus(Duration.ofHours(1)).toString();
      clock.advance(Duration.ofMinutes(59));
      ship.send(
          message("in time"),
          "0123456789abcdefghijkl-1",
          Headers.NONE.with(Header.EXPIRES, expires));
      assertThat(ship.await(SUBJECT, "0123456789abcdefghijkl-1").words()).endsWith("succeeded");
      clock.advance(Duration.ofMinutes(1).plusSeconds(1));
      ship.send(
          message("within the skew"),
          "0123456789abcdefghijkl-2",
          Headers.NONE.with(Header.EXPIRES, expires));
      assertThat(ship.await(SUBJECT, "0123456789abcdefghijkl-2").words()).endsWith("succeeded");
      clock.advance(Duration.ofSeconds(2));
      ship.send(
          message("late"), "0123456789abcdefghijkl-3", Headers.NONE.with(Header.EXPIRES, expires));
      assertThat(ship.await(SUBJECT, "0123456789abcdefghijkl-3").words()).isEqualTo("expired");
    }
    assertThat(done).containsExactly("in time", "within the skew");
  }

  @Test
  void aClockThatIsWrongMakesANodeForgetNothing() throws Exception {
    String id = "0123456789abcdefghijkl-kept";
    try (Ship ship = start(new Ship(data, clock))) {
      beat(ship);
      ship.node().forget(KEEP);
      ship.send(message("once"), id, Headers.NONE);
      ship.await(SUBJECT, id);
      clock.jump(Duration.ofDays(10_000)); // what was measured before is worth nothing now
      ship.node().forget(KEEP);
      clock.jump(Duration.ofDays(-10_000).plusMinutes(3));
      ship.send(message("once"), id, Headers.NONE);
      ship.await(SUBJECT, ship.send(SUBJECT, "after"));
    }
    assertThat(done).containsExactly("once", "after");
  }
}
