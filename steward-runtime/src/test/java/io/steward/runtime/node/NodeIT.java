package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes and a broker.
class NodeIT extends AskFleet {

  private static final InstantSource CLOCK = InstantSource.system();
  private List<EmbeddedBroker> brokers = List.of();

  @BeforeEach
  void startBroker() throws IOException, InterruptedException {
    brokers = List.of(broker());
  }

  @AfterEach
  void stopBroker() {
    brokers.forEach(EmbeddedBroker::close);
  }

  private static ExchangeFollower send(NatsBus bus, Subject to, Map<String, Object> arguments)
      throws IOException, InterruptedException {
    MessageEncoder encoder = new MessageEncoder(new NodeName("operator"), CLOCK);
    return new MessageSender(bus, encoder).send(Message.to(to, arguments));
  }

  private static Map<String, Object> result(ExchangeFollower follower) throws InterruptedException {
    try (follower) {
      while (true) {
        Answer answer = follower.next(PATIENCE).orElseThrow();
        if (answer instanceof Answer.Outcome) {
          assertThat(answer).isInstanceOf(Answer.Succeeded.class);
          return UntrustedDocuments.map(((Answer.Succeeded) answer).result());
        }
      }
    }
  }

  /// Has one node send a command to another, and returns that command's id.
  private static String askThrough(NatsBus bus, Subject via, Subject to, String text)
      throws IOException, InterruptedException {
    return String.valueOf(
        result(send(bus, via, Map.of("text", text, "on", to.toString()))).get("id"));
  }

  @Test
  void aNodeAnswersAnotherEvenIfItWasAwayWhenAsked() throws Exception {
    try (Node central = start("central");
        NatsBus bus = visit()) {
      assertThat(central.name()).isEqualTo(CENTRAL.node());
      String first;
      try (Node ship = start("ship")) {
        assertThat(ship.plugins().refused()).isEmpty();
        first = askThrough(bus, CENTRAL, SHIP, "first");
        assertThat(result(ExchangeFollower.follow(bus, SHIP, first)))
            .containsEntry("text", "first from central");
      }
      String second = askThrough(bus, CENTRAL, SHIP, "second");
      try (ExchangeFollower follower = ExchangeFollower.follow(bus, SHIP, second)) {
        assertThat(follower.next(Duration.ofMillis(500))).isEmpty();
        try (Node back = start("ship")) {
          assertThat(result(follower)).containsEntry("text", "second from central");
          assertThat(result(ExchangeFollower.follow(bus, SHIP, first)))
              .containsEntry("text", "first from central");
          assertThat(back.name()).isEqualTo(SHIP.node());
        }
      }
    }
  }

  @Test
  void continuesAfterTheBrokerWasKilled() throws Exception {
    try (Node ship = start("ship");
        NatsBus bus = visit()) {
      assertThat(result(send(bus, SHIP, Map.of("text", "before")))).isNotEmpty();
      ProcessHandle.of(brokers.getFirst().pid()).orElseThrow().destroyForcibly();
      await().atMost(PATIENCE).until(() -> !bus.isUp());
      await().atMost(PATIENCE).until(bus::isUp);
      assertThat(result(send(bus, SHIP, Map.of("text", "after"))))
          .containsEntry("text", "after from operator");
      assertThat(ship.name()).isEqualTo(SHIP.node());
    }
  }

  @Test
  void aUnitIsOnlineThenStopped() throws Exception {
    try (Node central = start("central");
        NatsBus bus = visit()) {
      Units units = new Units(bus, CLOCK);
      assertThat(units.presence(SHIP.node())).isEqualTo(Presence.UNSEEN);
      try (Node ship = start("ship")) {
        await().atMost(PATIENCE).until(() -> units.presence(ship.name()) == Presence.ONLINE);
        assertThat(units.find(ship.name()).orElseThrow().document())
            .containsKeys("version", "started", "plugins", "processes", "config", "system");
      }
      assertThat(units.presence(SHIP.node())).isEqualTo(Presence.STOPPED);
      assertThat(units.presence(central.name())).isEqualTo(Presence.ONLINE);
    }
  }

  @Test
  void aDataFolderBelongsToOneNode() throws Exception {
    try (Node ship = start("ship")) {
      Set<Path> copies = copies(ship);
      assertThat(copies).isNotEmpty();
      assertThatThrownBy(() -> prepare("ship"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another program already runs " + ship.name());
      assertThat(copies(ship)).isEqualTo(copies);
    }
  }

  @Test
  void aConfigurationCanBeCheckedWhileItsNodeRuns() throws Exception {
    try (Node ship = start("ship")) {
      Set<Path> copies = copies(ship);
      assertThat(ValidatedConfig.of(ship.file().file(), Map.of()).file().config().node())
          .isEqualTo(ship.name());
      assertThat(copies(ship)).isEqualTo(copies);
    }
  }

  @Test
  void theNextStartDeletesWhatAKilledNodeStaged() throws Exception {
    Path staging;
    try (Node ship = start("ship")) {
      staging = ship.file().data().resolve("staging");
    }
    Path left = Files.createDirectories(staging.resolve("17/0")).resolve("some.jar");
    Files.writeString(left, "x");
    try (Node ship = start("ship")) {
      assertThat(copies(ship)).isNotEmpty().doesNotContain(left);
    }
    assertThat(staging).doesNotExist();
  }

  private static Set<Path> copies(Node node) throws IOException {
    try (Stream<Path> all = Files.walk(node.file().data().resolve("staging"))) {
      return all.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }
}
