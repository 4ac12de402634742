package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.digest.Sha256;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.objects.BodyReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A node sends another 5 MB and receives 50 MB, whatever happens to the broker meanwhile.
class LargeBodyIT extends AskFleet {

  private static final int GROW = 10;

  private final String text = text();

  private static String text() {
    byte[] random = new byte[2_500_000];
    new Random(7).nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static Answer.Outcome awaitOutcome(ExchangeFollower follower)
      throws InterruptedException {
    while (true) {
      if (follower.next(PATIENCE).orElseThrow() instanceof Answer.Outcome outcome) {
        return outcome;
      }
    }
  }

  private static String result(ExchangeFollower follower, String key) throws InterruptedException {
    Answer.Outcome outcome = awaitOutcome(follower);
    assertThat(outcome).isInstanceOf(Answer.Succeeded.class);
    return String.valueOf(UntrustedDocuments.map(((Answer.Succeeded) outcome).result()).get(key));
  }

  /// Has central send a command to the ship.
  ///
  /// @return the id of that command
  private String ask() throws Exception {
    Map<String, Object> question = Map.of("text", text, "on", SHIP.toString(), "grow", GROW);
    try (NatsBus bus = visit();
        ExchangeFollower follower =
            new MessageSender(
                    bus, new MessageEncoder(new NodeName("operator"), InstantSource.system()))
                .send(Message.to(CENTRAL, question))) {
      return result(follower, "id");
    }
  }

  private void assertComplete(String id) throws Exception {
    try (NatsBus bus = visit();
        ExchangeFollower follower = ExchangeFollower.follow(bus, SHIP, id)) {
      String result = result(follower, "text");
      assertThat(result).hasSize(text.length() * GROW);
      assertThat(Sha256.of(result)).isEqualTo(Sha256.of(text.repeat(GROW)));
      await().atMost(PATIENCE).until(() -> !has(bus, arguments(id))); // not the result
    }
  }

  private static String arguments(String id) {
    return BodyReference.argumentsName(CENTRAL.node(), SHIP, id);
  }

  private static boolean has(NatsBus bus, String name) throws Exception {
    return bus.lastMessage(
            bus.addresses().bodiesStream(), bus.addresses().bodiesSubject(name + ".0"))
        .isPresent();
  }

  private List<String> files(String node) throws IOException {
    try (Stream<Path> all = Files.list(temp.resolve("data").resolve(node).resolve("bodies"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /// Has central send a command to the ship, which is away, and waits until the broker has
  /// confirmed it.
  private String askWhileTheShipIsAway() throws Exception {
    String id = ask();
    try (NatsBus bus = visit()) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              bus.lastMessage(
                      bus.addresses().unitsStream(), bus.addresses().unitSubject(CENTRAL.node()))
                  .orElseThrow()
                  .text()
                  .contains("\"outbox\":0"));
      assertThat(has(bus, arguments(id))).isTrue();
    }
    assertThat(files("central")).contains(arguments(id));
    return id;
  }

  private void loseDisk() throws IOException {
    try (Stream<Path> all = Files.walk(store())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void arriveCompleteAlthoughTheBrokerIsRestartedInBetween() throws Exception {
    try (Node central = prepare("central")) {
      String id;
      try (EmbeddedBroker before = broker()) {
        assertThat(before.pid()).isPositive();
        central.start(address());
        id = askWhileTheShipIsAway();
      }
      try (EmbeddedBroker after = broker();
          Node ship = prepare("ship")) {
        assertThat(after.pid()).isPositive();
        ship.start(address());
        assertComplete(id);
        assertThat(files("ship"))
            .as("kept to be published again")
            .containsExactly(BodyReference.resultName(SHIP, id));
      }
    }
  }

  @Test
  void areSentAgainToABrokerThatLosesItsDiskBeforeAcceptanceOrAfterTheOutcome() throws Exception {
    try (Node central = prepare("central");
        Node ship = prepare("ship")) {
      String id;
      try (EmbeddedBroker before = broker()) {
        assertThat(before.pid()).isPositive();
        central.start(address());
        id = askWhileTheShipIsAway();
      }
      loseDisk();
      try (EmbeddedBroker after = broker()) {
        assertThat(after.pid()).isPositive();
        ship.start(address());
        assertComplete(id);
      }
      loseDisk();
      try (EmbeddedBroker last = broker()) {
        assertThat(last.pid()).isPositive();
        assertComplete(id);
      }
    }
  }
}
