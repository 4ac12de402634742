package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Whatever anyone sends, for a while: a node, a station and a client stay connected, no thread
/// ends, memory does not grow, and each honest command between runs once.
///
/// `-Dsteward.fuzz.seconds` sets for how long, `-Dsteward.fuzz.seed` the seed.
@Isolated("the handler of uncaught exceptions is one for the whole JVM")
class FuzzIT extends AskFleet {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("steward.fuzz.seconds", 15));
  private static final long SEED = Long.getLong("steward.fuzz.seed", 1L);
  private static final int BURST = 50;
  private static final long GROWTH = 64 << 20;

  @Override
  Node prepare(String name) throws Exception {
    Node node = super.prepare(name);
    if (name.equals("ship")) {
      return node;
    }
    node.close();
    var config = temp.resolve(name + ".yaml");
    Files.writeString(config, Files.readString(config) + "jobs: { from: [operator] }\n");
    return Node.prepare(config, Map.of());
  }

  @Test
  void honestCommandsRunOnceWhateverAnyoneSends() throws Exception {
    String note = "rerun with -Dsteward.fuzz.seed=" + SEED;
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try (EmbeddedBroker _ = broker();
        Node central = start("central");
        Node ship = start("ship");
        NatsBus operator = visit();
        LiveUnits units = LiveUnits.follow(operator, CLOCK);
        RawClient client = new RawClient(url.orElseThrow())) {
      HostileMessages hostile = new HostileMessages(new Random(SEED), client);
      runsOnce(operator, SHIP, "first");
      String session = operator.session();
      Optional<HeapUse> heap = Optional.empty();
      int sent = 0;
      Instant end = Instant.now().plus(LENGTH);
      for (int round = 0; Instant.now().isBefore(end); round++) {
        for (int i = 0; i < BURST; i++) {
          hostile.sendNext();
        }
        sent += BURST;
        client.flush();
        runsOnce(operator, round % 2 == 0 ? SHIP : CENTRAL, "round " + round);
        if (heap.isEmpty() && Instant.now().isAfter(end.minus(LENGTH.dividedBy(2)))) {
          heap = Optional.of(HeapUse.now()); // everything is loaded
        }
      }
      System.out.println(sent + " hostile messages; " + note);
      assertThat(uncaught).as(note).isEmpty();
      assertThat(operator.session()).as(note).isEqualTo(session);
      HeapUse sinceHalf = heap.orElseThrow();
      assertThat(sinceHalf.sample()).isTrue();
      assertThat(sinceHalf.grown()).as(note).isLessThan(GROWTH);
      await()
          .atMost(PATIENCE)
          .until(() ->
              units.at(CLOCK.instant()).stream()
                  .anyMatch(unit -> unit.name().equals(ship.name().value())));
      assertThat(central.name()).isEqualTo(CENTRAL.node());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(note + "\n" + e, e);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static void runsOnce(NatsBus bus, Subject to, String text) throws Exception {
    MessageEncoder encoder = new MessageEncoder(new NodeName("operator"), CLOCK);
    try (ExchangeFollower follower =
        new MessageSender(bus, encoder).send(Message.to(to, Map.of("text", text)))) {
      int runs = 0;
      while (true) {
        Optional<Answer> next = follower.next(PATIENCE);
        if (next.isEmpty()) {
          String stored = bus.addresses().storedSubject(to);
          throw new AssertionError(
              text
                  + " to "
                  + to
                  + " remains "
                  + follower.state()
                  + "; last in its stream: "
                  + bus.lastMessage(bus.addresses().stream(to), stored));
        }
        Answer answer = next.get();
        if (answer instanceof Answer.Running) {
          runs++;
        }
        if (answer instanceof Answer.Outcome) {
          assertThat(answer).isInstanceOf(Answer.Succeeded.class);
          break;
        }
      }
      assertThat(runs).isEqualTo(1);
    }
  }
}
