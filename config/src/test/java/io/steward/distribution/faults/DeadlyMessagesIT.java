package io.steward.distribution.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.steward.distribution.faults.Archive.Outcome;
import io.steward.distribution.faults.History.Effect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A message that kills the node whenever it is read or handled does so three times at most; a
/// supervisor restarts the node after each death. All other messages are handled as if it were not
/// there.
class DeadlyMessagesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String EVENTS = "STEWARD_EVENTS";
  private static final int HALTED = 7;
  private static final int MAX_DEATHS = 3;
  private static final Pattern ASIDE = Pattern.compile("was set aside as ([^\"]+\\.aside)");

  @TempDir private Path folder = Path.of("");

  private static String deadly(String how) {
    return "{\"text\":\"deadly\",%s}".formatted(how);
  }

  /// Sends to processes, in turn.
  private static List<String> sendNeighbours(FaultScenario scenario, String... subjects) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (String subject : subjects) {
        ids.add(scenario.station().send(subject, "{\"text\":\"neighbour\"}"));
      }
    }
    return ids;
  }

  /// Waits for deaths of a node, and restarts it after each of them.
  private static void restart(FaultScenario scenario, RealNode ship, int deaths, int exit)
      throws Exception {
    for (int death = 1; death <= deaths; death++) {
      assertThat(ship.awaitDeath()).as(ship.printed()).isEqualTo(exit);
      redeliverEvents(scenario);
      ship.start();
    }
    ship.awaitUp();
  }

  /// Makes the broker redeliver at once what the dead node did not acknowledge. It would do so
  /// after half a minute.
  @SuppressWarnings("try") // closing a connection may be interrupted; the test ends then
  private static void redeliverEvents(FaultScenario scenario) throws Exception {
    try (Connection nats = Nats.connect(scenario.broker().url())) {
      JetStreamManagement management = nats.jetStreamManagement();
      for (ConsumerInfo consumer : management.getConsumers(EVENTS)) {
        management.addOrUpdateConsumer(
            EVENTS,
            ConsumerConfiguration.builder(consumer.getConsumerConfiguration())
                .ackWait(Duration.ofMillis(1))
                .build());
      }
    }
  }

  private static Outcome outcome(FaultScenario scenario, String id) throws Exception {
    List<Outcome> outcomes =
        scenario.archive().outcomes().stream().filter(each -> each.id().equals(id)).toList();
    assertThat(outcomes).hasSize(1);
    return outcomes.getFirst();
  }

  /// Asserts that a message has ended, which is told in the log and the unit's state, and that its
  /// arguments can be looked at.
  private static void assertSetAside(
      FaultScenario scenario, RealNode ship, String id, String state, String arguments)
      throws Exception {
    Outcome outcome = outcome(scenario, id);
    assertThat(outcome.state()).isEqualTo(state);
    assertThat(outcome.body()).contains("the node died each of the 3 times it read or handled it");
    assertThat(ship.printed()).contains(id + " from shore on ", " is set aside");
    Matcher problem =
        await()
            .atMost(PATIENCE)
            .until(() -> ASIDE.matcher(scenario.archive().unit(ship.name())), Matcher::find);
    assertThat(Path.of(problem.group(1))).hasContent(arguments);
    assertThat(problem.find()).as("a neighbour was set aside").isFalse();
  }

  @ParameterizedTest
  @CsvSource({"halt, 7", "memory, 3"})
  void anEventIsSetAsideAtTheThirdDeathAndItsNeighboursAreHandledOnce(String cause, int exit)
      throws Exception {
    try (FaultScenario scenario = FaultScenario.in(folder)) {
      RealNode ship = scenario.node("ship").start().awaitUp();
      sendNeighbours(scenario, ship.once(), ship.again());
      List<String> neighbours = sendNeighbours(scenario, ship.sink());
      String arguments = deadly("\"dies\":\"%s\"".formatted(cause));
      String deadly = scenario.station().send(ship.sink(), arguments);
      neighbours.addAll(sendNeighbours(scenario, ship.sink()));
      sendNeighbours(scenario, ship.once(), ship.again());
      restart(scenario, ship, MAX_DEATHS, exit);
      assertThat(scenario.settle().ended()).containsEntry("rejected", 1L);
      assertSetAside(scenario, ship, deadly, "rejected", arguments);
      Map<String, Long> handled =
          ship.effects().stream().collect(groupingBy(Effect::id, counting()));
      assertThat(handled).doesNotContainKey(deadly);
      assertThat(neighbours).allSatisfy(id -> assertThat(handled).containsEntry(id, 1L));
    }
  }

  @Test
  void aRepeatableCommandEndsAtTheThirdDeath() throws Exception {
    try (FaultScenario scenario = FaultScenario.in(folder)) {
      RealNode ship = scenario.node("ship").start().awaitUp();
      sendNeighbours(scenario, ship.once(), ship.again());
      String arguments = deadly("\"dies\":\"halt\"");
      String deadly = scenario.station().send(ship.again(), arguments);
      sendNeighbours(scenario, ship.once(), ship.again());
      restart(scenario, ship, MAX_DEATHS, HALTED);
      scenario.awaitNothingOpen();
      assertSetAside(scenario, ship, deadly, "unknown", arguments);
      assertThat(scenario.report().faults()) // a repeatable command ends otherwise
          .extracting(Report.Fault::id)
          .containsOnly(deadly);
    }
  }

  @Test
  void aRepeatableCommandThatRanAtEachDeathOfAnotherIsNotBlamed() throws Exception {
    try (FaultScenario scenario = FaultScenario.in(folder)) {
      RealNode ship = scenario.node("ship").start().awaitUp();
      String slow = scenario.station().send(ship.beside(), "{\"text\":\"slow\",\"millis\":5000}");
      await()
          .atMost(PATIENCE)
          .until(() -> ship.effects().stream().anyMatch(each -> each.id().equals(slow)));
      String deadly = scenario.station().send(ship.again(), deadly("\"dies\":\"halt\""));
      restart(scenario, ship, MAX_DEATHS, HALTED);
      scenario.awaitNothingOpen();
      assertThat(outcome(scenario, deadly).state()).isEqualTo("unknown");
      assertThat(outcome(scenario, slow).state()).isEqualTo("succeeded");
    }
  }

  @Test
  void aCommandThatMustNotRunTwiceKillsTheNodeOnce() throws Exception {
    try (FaultScenario scenario = FaultScenario.in(folder)) {
      RealNode ship = scenario.node("ship").start().awaitUp();
      sendNeighbours(scenario, ship.once(), ship.again());
      String deadly = scenario.station().send(ship.once(), deadly("\"dies\":\"halt\""));
      sendNeighbours(scenario, ship.once(), ship.again());
      restart(scenario, ship, 1, HALTED);
      assertThat(scenario.settle().faults()).isEmpty();
      Outcome outcome = outcome(scenario, deadly);
      assertThat(outcome.state()).isEqualTo("unknown");
      assertThat(outcome.body()).contains("it must not run twice");
    }
  }

  @Test
  void aCommandThatKillsTheNodeWhenItsArgumentsAreReadIsSetAside() throws Exception {
    try (FaultScenario scenario = FaultScenario.in(folder)) {
      RealNode ship = scenario.node("ship").start().awaitUp();
      sendNeighbours(scenario, ship.once(), ship.again());
      String arguments = deadly("\"diesWhenRead\":\"halt\"");
      arguments = arguments.replace("deadly", "deadly" + "x".repeat(40 << 10));
      String deadly = scenario.station().send(ship.once(), arguments);
      sendNeighbours(scenario, ship.once(), ship.again());
      restart(scenario, ship, MAX_DEATHS, HALTED);
      assertThat(scenario.settle().ended()).containsEntry("rejected", 1L);
      assertSetAside(scenario, ship, deadly, "rejected", arguments);
    }
  }
}
