package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client with the broker's credentials writes into messages hurts neither the node nor the
/// fleet.
class HostileMessagesIT extends RawClientFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other.command.act.one",
        "steward.command.00.other.act.one",
        "$JS.API.STREAM.PURGE.STEWARD_COMMANDS_00",
        "_INBOX",
        "_INBOXES.of.others"
      })
  void aReplyToThatIsNoInboxIsIgnored(String replyTo) throws Exception {
    withNode(() -> {
      awaitServing();
      client.jetStream().publish(STORED, arguments("stored"));
      List<String> published = new CopyOnWriteArrayList<>();
      client
          .createDispatcher(message -> published.add(message.getSubject()))
          .subscribe("other.>")
          .subscribe("_INBOXES.>");
      client.publish(LIVE, replyTo, arguments("asked"));
      client.publish(LIVE, arguments("after it"));
      awaitDone("stored");
      awaitDone("asked");
      awaitDone("after it");
      awaitPublished();
      client.flush(TIMEOUT);
      assertThat(published).isEmpty();
      var state =
          client.jetStreamManagement().getStreamInfo("STEWARD_COMMANDS_00").getStreamState();
      assertThat(state.getMsgCount()).isEqualTo(1);
    });
  }

  private static List<Message> received(Subscription inbox) throws InterruptedException {
    List<Message> all = new ArrayList<>();
    for (Message next = inbox.nextMessage(TIMEOUT);
        next != null;
        next = inbox.nextMessage(Duration.ofMillis(1))) {
      all.add(next);
    }
    return all;
  }

  @Test
  void aCopyIsNeitherACommandNorAnEvent() throws Exception {
    withNode(() -> {
      awaitServing();
      Subscription inbox = client.subscribe("_INBOX.operator.1");
      client.publish(LIVE, "_INBOX.operator.1", arguments("asked"));
      awaitDone("asked");
      await().atMost(TIMEOUT).until(() -> inbox.getPendingMessageCount() == 3);
      assertThat(received(inbox))
          .allSatisfy(copy -> {
            assertThat(copy.getHeaders().containsKey("Steward-State")).isTrue();
            assertThat(copy.getHeaders().containsKey("Nats-Msg-Id")).isFalse();
            assertThat(copy.getHeaders().containsKey("Steward-From")).isFalse();
          });
    });
  }

  @Test
  void aRequestThatIsRejectedIsNotAnswered() throws Exception {
    withNodeFor(
        "central",
        () -> {
          Subscription inbox = client.subscribe("_INBOX.stranger.1");
          Headers central = new Headers().add("Steward-From", "central");
          await()
              .atMost(TIMEOUT)
              .until(() -> {
                client.publish(LIVE, central, arguments("serving"));
                return done.contains("serving");
              });
          client.publish(LIVE, "_INBOX.stranger.1", arguments("refused"));
          client.publish("ship.command.act.unbound", "_INBOX.stranger.1", arguments("refused"));
          Headers expired = new Headers(central).add("Steward-Expires", "2020-01-01T00:00:00Z");
          client.publish(LIVE, "_INBOX.stranger.1", expired, arguments("refused"));
          client.publish(LIVE, central, arguments("after them"));
          awaitDone("after them");
          awaitPublished();
          client.flush(TIMEOUT);
          assertThat(inbox.getPendingMessageCount()).isZero();
          assertThat(done).doesNotContain("refused");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steward.command.00.ship.a~b.c",
        "steward.command.00.ship.-.c",
        "steward.command.00.ship.act.more.tokens"
      })
  void aStoredMessageOnAnInvalidSubjectIsSteppedOver(String subject) throws Exception {
    client.publish(subject, arguments("invalid")); // the stream may not take every one of them
    client.jetStream().publish(STORED, arguments("before the start"));
    withNode(() -> {
      awaitDone("before the start");
      client.publish(subject, arguments("invalid"));
      client.jetStream().publish(STORED, arguments("while it runs"));
      awaitDone("while it runs");
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nats-Time-Stamp",
        "Nats-Sequence",
        "Nats-Last-Sequence",
        "Nats-Stream",
        "Nats-Subject",
        "Steward-Expires",
        "Steward-Timeout",
        "Steward-From",
        "Steward-Version",
        "Steward-Body",
        "traceparent"
      })
  void noHeaderOfAStoredMessageKeepsLaterOnesFromRunning(String header) throws Exception {
    Headers hostile = new Headers().add(header, "x");
    client.jetStream().publish(STORED, hostile, arguments("hostile"));
    client.jetStream().publish(STORED, arguments("before the start"));
    withNode(() -> {
      awaitDone("before the start");
      client.jetStream().publish(STORED, hostile, arguments("hostile"));
      client.jetStream().publish(STORED, arguments("while it runs"));
      awaitDone("while it runs");
    });
    withNode(() -> { // its cursor rests on what was stored
      client.jetStream().publish(STORED, arguments("after a restart"));
      awaitDone("after a restart");
    });
  }
}
