package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A broker that loses messages it has confirmed: all of its disk, or the newest part.
class BrokerLossIT extends AskFleet {

  private static final int MANY = 1000;

  /// Sends a command, waits until it succeeds, and returns its id.
  private String succeed(Subject to, Map<String, Object> arguments) throws Exception {
    try (NatsBus bus = visit();
        ExchangeFollower follower =
            new MessageSender(
                    bus, new MessageEncoder(new NodeName("operator"), InstantSource.system()))
                .send(Message.to(to, arguments))) {
      while (true) {
        Answer answer = follower.next(PATIENCE).orElseThrow();
        if (answer instanceof Answer.Outcome outcome) {
          assertThat(outcome.state()).isEqualTo(State.Terminal.SUCCEEDED);
          return follower.id();
        }
      }
    }
  }

  /// Has central send many commands to the ship, and waits until the broker has confirmed all.
  private void sendMany(String text) throws Exception {
    succeed(CENTRAL, Map.of("text", text, "on", SHIP.toString(), "times", MANY));
    try (NatsBus bus = visit()) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              bus.lastMessage(
                      bus.addresses().unitsStream(), bus.addresses().unitSubject(CENTRAL.node()))
                  .orElseThrow()
                  .text()
                  .contains("\"outbox\":0"));
    }
  }

  private static List<String> many(String text) {
    return Stream.concat(
            IntStream.range(1, MANY).mapToObj(number -> text + number), Stream.of(text))
        .toList();
  }

  private List<String> received() throws IOException {
    Path file = temp.resolve("data/ship/command.ask.test/asked");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  @Test
  void commandsRunOnceAlthoughTheBrokerLosesItsDiskBeforeTheyAreAccepted() throws Exception {
    try (Node central = prepare("central")) {
      try (EmbeddedBroker before = broker()) {
        assertThat(before.pid()).isPositive();
        central.start(address());
        sendMany("m");
      }
      delete(store());
      try (EmbeddedBroker after = broker();
          Node ship = start("ship")) {
        assertThat(after.pid()).isPositive();
        assertThat(ship.name()).isEqualTo(SHIP.node());
        await().atMost(PATIENCE).until(() -> received().size() >= MANY);
        succeed(SHIP, Map.of("text", "end"));
      }
    }
    List<String> wanted = new ArrayList<>(many("m"));
    wanted.add("end");
    assertThat(received()).containsExactlyElementsOf(wanted);
  }

  @Test
  void lostCommandsAreSentAgainAlthoughMoreWereSentWhileTheBrokerWasAway() throws Exception {
    Path released = temp.resolve("released");
    try (Node central = prepare("central")) {
      try (EmbeddedBroker before = broker()) {
        assertThat(before.pid()).isPositive();
        central.start(address());
        sendMany("m");
        try (NatsBus bus = visit();
            ExchangeFollower later =
                new MessageSender(
                        bus, new MessageEncoder(new NodeName("operator"), InstantSource.system()))
                    .send(
                        Message.to(
                            CENTRAL,
                            Map.of(
                                "text",
                                "n",
                                "on",
                                SHIP.toString(),
                                "times",
                                20,
                                "after",
                                released.toString())))) {
          while (later.state() != State.InProgress.RUNNING) {
            assertThat(later.next(PATIENCE)).isPresent();
          }
        }
      }
      Files.createFile(released);
      Path ledger = temp.resolve("data/central/ledger.db-wal");
      await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(ledger, StandardCharsets.ISO_8859_1).contains("\"n19\""));
      delete(store());
      try (EmbeddedBroker after = broker();
          Node ship = start("ship")) {
        assertThat(after.pid()).isPositive();
        assertThat(ship.name()).isEqualTo(SHIP.node());
        await().atMost(PATIENCE).until(() -> received().size() >= MANY + 20);
        succeed(SHIP, Map.of("text", "end"));
      }
    }
    List<String> later = IntStream.range(1, 20).mapToObj(number -> "n" + number).toList();
    assertThat(received()).containsAll(many("m")).containsAll(later).contains("n", "end");
    assertThat(received()).doesNotHaveDuplicates();
  }

  @Test
  void allOutcomesAreRestoredAfterTheBrokerWasResetToASnapshot() throws Exception {
    List<String> ids = new ArrayList<>();
    try (Node central = prepare("central")) {
      assertThat(central.name()).isEqualTo(CENTRAL.node());
      try (EmbeddedBroker first = broker()) {
        assertThat(first.pid()).isPositive();
        central.start(address());
        try (Node ship = start("ship")) {
          ids.add(succeed(SHIP, Map.of("text", "kept")));
          assertThat(ship.name()).isEqualTo(SHIP.node());
        }
      }
      copy(store(), temp.resolve("snapshot"));
      try (EmbeddedBroker second = broker()) {
        assertThat(second.pid()).isPositive();
        try (Node ship = start("ship")) {
          for (int i = 0; i < 20; i++) {
            ids.add(succeed(SHIP, Map.of("text", "later" + i)));
          }
          assertThat(ship.name()).isEqualTo(SHIP.node());
        }
        sendMany("m");
      }
      delete(store());
      copy(temp.resolve("snapshot"), store());
      try (EmbeddedBroker third = broker();
          Node ship = start("ship");
          NatsBus bus = visit()) {
        assertThat(third.pid()).isPositive();
        assertThat(ship.name()).isEqualTo(SHIP.node());
        await().atMost(PATIENCE).until(() -> received().size() >= MANY + 21);
        succeed(SHIP, Map.of("text", "end"));
        assertThat(ids)
            .allSatisfy(id ->
                await()
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                        assertThat(
                                bus.lastMessage(
                                        bus.addresses().repliesStream(),
                                        bus.addresses().replySubject(SHIP, id))
                                    .orElseThrow()
                                    .headers()
                                    .find("Steward-State"))
                            .contains("succeeded")));
      }
    }
    List<String> wanted = new ArrayList<>(List.of("kept"));
    IntStream.range(0, 20).forEach(i -> wanted.add("later" + i));
    wanted.addAll(many("m"));
    wanted.add("end");
    assertThat(received()).containsExactlyElementsOf(wanted);
  }
}
