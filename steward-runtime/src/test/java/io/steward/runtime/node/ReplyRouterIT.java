package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.ReplyRouter;
import io.steward.runtime.fleet.Retry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Many messages whose answers arrive through one subscription over a real broker.
class ReplyRouterIT extends AskFleet {

  private static final int MANY = 20;

  private static State end(ExchangeFollower follower) throws InterruptedException {
    while (true) {
      if (follower.next(PATIENCE).orElseThrow() instanceof Answer.Outcome outcome) {
        return outcome.state();
      }
    }
  }

  @Test
  void routesEachAnswerToItsMessageAlthoughTheBrokerIsRestartedBeforeTheUnitStarts()
      throws Exception {
    EmbeddedBroker first = broker();
    try (Node central = start("central");
        NatsBus bus = visit();
        ReplyRouter router = ReplyRouter.open(bus, SHIP.method(), SHIP.domain())) {
      MessageSender sender =
          new MessageSender(
              bus, new MessageEncoder(new NodeName("operator"), InstantSource.system()));
      List<ExchangeFollower> open = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        open.add(
            sender.send(
                Message.to(i % 2 == 0 ? SHIP : CENTRAL, Map.of("text", "t" + i)),
                Retry.within(PATIENCE),
                router));
      }
      for (int i = 1; i < MANY; i += 2) {
        assertThat(end(open.get(i))).isEqualTo(State.Terminal.SUCCEEDED);
      }
      first.close();
      try (EmbeddedBroker second = broker();
          Node ship = start("ship")) {
        for (int i = 0; i < MANY; i += 2) {
          assertThat(end(open.get(i))).isEqualTo(State.Terminal.SUCCEEDED);
        }
        assertThat(second.url()).isEqualTo(url.orElseThrow());
        assertThat(ship.name()).isNotEqualTo(central.name());
      }
      open.forEach(ExchangeFollower::close);
    }
  }
}
