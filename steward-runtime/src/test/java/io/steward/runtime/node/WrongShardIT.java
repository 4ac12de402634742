package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.StreamLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Commands that a client has stored in the shard of another unit: they are rejected, and move
/// nothing.
class WrongShardIT extends RawClientFixture {

  private static final int MANY = 8;

  @Override
  StreamLayout layout() {
    return new StreamLayout("steward", 4, 1, Duration.ofDays(1));
  }

  private String right() throws InterruptedException {
    return bus.addresses().shard(TestNode.NAME);
  }

  private String wrong() throws InterruptedException {
    return right().equals("01") ? "02" : "01";
  }

  private List<String> store(String shard, String text) throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String id = text + i;
      Headers headers = new Headers().add(Header.ID, id).add(Header.FROM, "central");
      client
          .jetStream()
          .publish("steward.command." + shard + ".ship.act.one", headers, arguments(id));
      all.add(id);
    }
    return all;
  }

  private String answer(String id) throws IOException, JetStreamApiException {
    try {
      MessageInfo last =
          client
              .jetStreamManagement()
              .getLastMessage("STEWARD_REPLIES", "steward.reply.ship.act.one." + id);
      return new String(last.getData(), StandardCharsets.UTF_8);
    } catch (JetStreamApiException none) {
      return "";
    }
  }

  @Test
  void aCommandInAWrongShardIsRejectedWithTheRightOneNamed() throws Exception {
    withNode(() -> {
      awaitServing();
      for (String id : store(wrong(), "wrong")) {
        await().atMost(TIMEOUT).until(() -> answer(id).contains("rejected"));
        assertThat(answer(id))
            .contains(
                "it is stored in STEWARD_COMMANDS_%s; a command to this node is stored on"
                    .formatted(wrong()))
            .contains("steward.command.%s.ship.act.one".formatted(right()));
      }
      assertThat(done).containsOnly("serving");
    });
  }

  @Test
  void commandsInWrongShardsDoNotHideThoseInTheRightOne() throws Exception {
    withNode(() -> {
      awaitServing();
      store(wrong(), "wrong");
      List<String> right = store(right(), "right");
      await().atMost(TIMEOUT).until(() -> done.containsAll(right));
      assertThat(done.stream().filter(text -> !text.equals("serving")))
          .containsExactlyElementsOf(right);
    });
  }

  @Test
  void aNodeThatWasAwayReadsItsOwnShardAlone() throws Exception {
    store(wrong(), "wrong");
    List<String> right = store(right(), "right");
    withNode(() -> {
      await().atMost(TIMEOUT).until(() -> done.containsAll(right));
      assertThat(done).containsExactlyElementsOf(right);
    });
  }
}
