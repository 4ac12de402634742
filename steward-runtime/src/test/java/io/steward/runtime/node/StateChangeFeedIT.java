package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.StateChange;
import io.steward.runtime.fleet.StateChangeFeed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Following the fleet's state changes over a real broker.
class StateChangeFeedIT extends AskFleet {

  private static final InstantSource CLOCK = InstantSource.system();

  private final List<StateChange> changes = new CopyOnWriteArrayList<>();

  private static String ask(NatsBus bus) throws Exception {
    MessageEncoder encoder = new MessageEncoder(new NodeName("operator"), CLOCK);
    try (var sent =
        new MessageSender(bus, encoder).send(Message.to(SHIP, Map.of("text", "hello")))) {
      return sent.id();
    }
  }

  private List<State> answers(String id) {
    return states(changes, id).stream().filter(state -> state != State.InProgress.STORED).toList();
  }

  private static List<State> states(List<StateChange> changes, String id) {
    return changes.stream()
        .filter(StateChange.MessageChange.class::isInstance)
        .map(StateChange.MessageChange.class::cast)
        .filter(change -> change.id().equals(id))
        .map(StateChange.MessageChange::state)
        .toList();
  }

  private List<Presence> presences() {
    return changes.stream()
        .filter(StateChange.UnitChange.class::isInstance)
        .map(StateChange.UnitChange.class::cast)
        .filter(change -> change.unit().equals("ship"))
        .map(StateChange.UnitChange::presence)
        .toList();
  }

  @Test
  void reportsEachChangeOnceAlthoughTheBrokerIsRestarted() throws Exception {
    List<String> ids = new ArrayList<>();
    try (Node central = prepare("central");
        Node ship = prepare("ship")) {
      try (EmbeddedBroker first = broker()) {
        central.start(address());
        ship.start(address());
        try (NatsBus operator = visit()) {
          ids.add(ask(operator)); // before anyone follows
          await().atMost(PATIENCE).until(() -> ended(operator, ids));
        }
        assertThat(first.url()).isEqualTo(url.orElseThrow());
      }
      EmbeddedBroker second = broker();
      try (NatsBus reader = visit();
          StateChangeFeed feed =
              StateChangeFeed.follow(reader, CLOCK, Instant.EPOCH, changes::add)) {
        ids.add(ask(reader));
        await().atMost(PATIENCE).until(() -> answers(ids.getLast()).size() == 3);
        second.close();
        try (EmbeddedBroker third = broker();
            NatsBus operator = visit()) {
          ids.add(ask(operator));
          await().atMost(PATIENCE).until(() -> answers(ids.getLast()).size() == 3);
          List<State> complete =
              List.of(
                  State.InProgress.ACCEPTED, State.InProgress.RUNNING, State.Terminal.SUCCEEDED);
          for (String id : ids) {
            assertThat(answers(id)).isEqualTo(complete);
            await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                    assertThat(states(changes, id)).containsOnlyOnce(State.InProgress.STORED));
            assertThat(states(StateChangeFeed.past(operator, CLOCK, Instant.EPOCH).entries(), id))
                .startsWith(State.InProgress.STORED)
                .hasSize(4);
          }
          assertThat(third.url()).isEqualTo(url.orElseThrow());
        }
        assertThat(feed).isNotNull();
      }
    }
  }

  private static boolean ended(NatsBus bus, List<String> ids) throws Exception {
    return states(StateChangeFeed.past(bus, CLOCK, Instant.EPOCH).entries(), ids.getFirst())
        .contains(State.Terminal.SUCCEEDED);
  }

  @Test
  void reportsThatAUnitStopsAndComesBack() throws Exception {
    try (EmbeddedBroker broker = broker();
        Node central = start("central")) {
      Node ship = start("ship");
      try (NatsBus reader = visit();
          LiveUnits units = LiveUnits.follow(reader, CLOCK);
          StateChangeFeed feed =
              StateChangeFeed.follow(reader, CLOCK, Instant.now(), changes::add)) {
        await()
            .atMost(PATIENCE)
            .until(() ->
                units.at(CLOCK.instant()).stream()
                    .anyMatch(
                        unit -> unit.name().equals("ship") && unit.presence() == Presence.ONLINE));
        ship.close();
        await().atMost(PATIENCE).until(() -> presences().contains(Presence.STOPPED));
        try (Node back = start("ship")) {
          await().atMost(PATIENCE).until(() -> presences().getLast() == Presence.ONLINE);
          assertThat(back.name()).hasToString("ship");
        }
        assertThat(feed).isNotNull();
      }
      assertThat(central.name()).hasToString("central");
      assertThat(broker.url()).isEqualTo(url.orElseThrow());
    }
  }
}
