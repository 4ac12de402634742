package io.steward.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.fleet.Sender;
import io.steward.runtime.fleet.Switchboard;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Many messages, whose answers are heard through one subscription over a real broker.
class SwitchboardIT extends AskFleet {

  private static final int MANY = 20;

  private static State end(Conversation conversation) throws InterruptedException {
    while (true) {
      if (conversation.next(PATIENCE).orElseThrow() instanceof Answer.Last last) {
        return last.state();
      }
    }
  }

  @Test
  void passesEachAnswerToItsOwnThoughTheBrokerIsRestartedBeforeTheUnitIsThere() throws Exception {
    EmbeddedBroker first = broker();
    try (Agent central = start("central");
        NatsBus bus = visit();
        Switchboard board = Switchboard.on(bus, SHIP.method(), SHIP.domain())) {
      Sender sender =
          new Sender(bus, new Letters(new NodeName("operator"), InstantSource.system()));
      List<Conversation> open = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        open.add(
            sender.send(Message.to(i % 2 == 0 ? SHIP : CENTRAL, Map.of("text", "t" + i)), board));
      }
      for (int i = 1; i < MANY; i += 2) {
        assertThat(end(open.get(i))).isEqualTo(State.Last.SUCCEEDED);
      }
      first.close();
      try (EmbeddedBroker second = broker();
          Agent ship = start("ship")) {
        for (int i = 0; i < MANY; i += 2) {
          assertThat(end(open.get(i))).isEqualTo(State.Last.SUCCEEDED);
        }
        assertThat(second.url()).isEqualTo(url.orElseThrow());
        assertThat(ship.name()).isNotEqualTo(central.name());
      }
      open.forEach(Conversation::close);
    }
  }
}
