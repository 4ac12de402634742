package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.ledger.MessageKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Ids, sequences, tokens and senders that are made up hide, repeat or replace nothing.
class ForgedMessagesIT extends RawClientFixture {

  private static final Subject SUBJECT = Subject.parse(LIVE);

  private static Headers from(String sender, String id) {
    return new Headers().add("Steward-From", sender).add("Steward-Id", id);
  }

  /// Headers as the broker adds them to a message that it republishes.
  private static Headers claiming(Headers headers, long sequence, long previous) {
    return new Headers(headers)
        .add("Nats-Stream", "STEWARD_COMMANDS_00")
        .add("Nats-Subject", STORED)
        .add("Nats-Sequence", Long.toString(sequence))
        .add("Nats-Last-Sequence", Long.toString(previous));
  }

  private void store(Headers headers, String text) throws Exception {
    client.jetStream().publish(STORED, headers, arguments(text));
  }

  /// Sends an honest command and waits until it has run.
  ///
  /// @param text which is its id, too
  private void runs(String text) throws Exception {
    store(from("central", text), text);
    awaitDone(text);
  }

  /// How many answers are stored.
  private long answers() throws Exception {
    return client
        .jetStreamManagement()
        .getStreamInfo("STEWARD_REPLIES")
        .getStreamState()
        .getMsgCount();
  }

  private long answers(String id) throws Exception {
    return client
        .jetStreamManagement()
        .getStreamInfo(
            "STEWARD_REPLIES", StreamInfoOptions.filterSubjects("steward.reply.ship.act.one." + id))
        .getStreamState()
        .getSubjects()
        .stream()
        .mapToLong(io.nats.client.api.Subject::getCount)
        .sum();
  }

  private void awaitSuccess(String id) {
    await()
        .atMost(TIMEOUT)
        .until(() ->
            ledger
                .state(new MessageKey(SUBJECT, id))
                .filter(State.Terminal.SUCCEEDED::equals)
                .isPresent());
  }

  @Test
  void aForgedSequenceMakesNoSubjectDeaf() throws Exception {
    withNode(() -> {
      awaitServing();
      for (long sequence : new long[] {9_000_000_000_000_000_000L, Long.MAX_VALUE, 7, 1}) {
        client.publish(
            LIVE, claiming(from("central", "forged" + sequence), sequence, 0), arguments("f"));
      }
      runs("real");
    });
    withNode(() -> runs("later"));
    assertThat(done).filteredOn("real"::equals).hasSize(1);
  }

  @Test
  void aForgedMessageWithoutAnIdIsNotTaken() throws Exception {
    withNode(() -> {
      awaitServing();
      client.publish(LIVE, claiming(new Headers(), 5, 0), arguments("forged"));
      runs("real");
      assertThat(done).doesNotContain("forged");
    });
  }

  @Test
  void aMessageThatClaimsAnotherStreamIsNotTaken() throws Exception {
    withNode(() -> {
      awaitServing();
      Headers elsewhere = from("central", "elsewhere").add("Nats-Stream", "STEWARD_COMMANDS_77");
      client.publish(LIVE, elsewhere.add("Nats-Sequence", "1"), arguments("forged"));
      Headers nowhere = from("central", "nowhere").add("Nats-Sequence", "1");
      client.publish(LIVE, nowhere, arguments("forged"));
      runs("real");
      assertThat(done).doesNotContain("forged");
    });
  }

  @Test
  void copiesOfAMessageUnderOtherSequencesRunAndAnswerNothing() throws Exception {
    withNode(() -> {
      awaitServing();
      store(from("central", "real"), "real");
      awaitSuccess("real");
      for (int i = 1; i < 50; i++) {
        client.publish(LIVE, claiming(from("central", "real"), i, i - 1), arguments("real"));
        client.publish(LIVE, from("central", "real"), arguments("real"));
      }
      store(from("central", "after-them"), "after them");
      awaitSuccess("after-them");
      awaitPublished();
      assertThat(done).filteredOn("real"::equals).hasSize(1);
      assertThat(answers("real")).isEqualTo(3);
    });
  }

  @Test
  void anIdThatARefusedStrangerHasUsedRunsForItsOwner() throws Exception {
    withNodeFor(
        "central",
        () -> {
          store(from("stranger", "wanted"), "refused");
          runs("wanted");
          assertThat(done).doesNotContain("refused");
        });
  }

  @Test
  void anotherSendersMessageWithATakenIdIsNeitherRunNorAnswered() throws Exception {
    withNode(() -> {
      store(from("central", "taken"), "first");
      awaitSuccess("taken");
      store(from("viewer", "taken"), "second");
      store(from("central", "after-it"), "after it");
      awaitSuccess("after-it");
      awaitPublished();
      assertThat(done).containsExactly("first", "after it");
      assertThat(answers("taken")).isEqualTo(3);
    });
  }

  @Test
  void nobodyHidesAnOutcomeByTakingItsTokenBeforehand() throws Exception {
    for (String token : List.of("wanted", "wanted.accepted", "wanted.succeeded")) {
      client
          .jetStream()
          .publish(
              "steward.reply.other.act.one.x",
              new Headers().add("Nats-Msg-Id", token),
              arguments("blocks"));
    }
    withNode(() -> {
      store(from("central", "wanted"), "wanted");
      awaitSuccess("wanted");
      awaitPublished();
      assertThat(answers("wanted")).isEqualTo(3);
    });
  }

  @Test
  void whatWasRefusedIsNotJudgedAgainAfterARestart() throws Exception {
    withNodeFor(
        "central",
        () -> {
          store(from("viewer", "refused"), "refused");
          runs("first");
        });
    withNode(() -> {
      store(from("viewer", "new"), "new");
      awaitDone("new");
      assertThat(done).doesNotContain("refused");
    });
  }

  @Test
  void aNewBindingRunsNothingThatWasRefusedBefore() throws Exception {
    String unbound = "steward.command.00.ship.act.two";
    withNode(() -> {
      client.jetStream().publish(unbound, from("central", "refused"), arguments("refused"));
      runs("first");
      awaitRefused("steward.reply.ship.act.two.refused");
    });
    withNode(
        List.of(noting(TestBinding.DEFAULTS, "one"), noting(TestBinding.DEFAULTS, "two")),
        () -> {
          client.jetStream().publish(unbound, from("central", "new"), arguments("new"));
          awaitDone("new");
          assertThat(done).doesNotContain("refused");
        });
  }

  private void awaitRefused(String subject) {
    await()
        .atMost(TIMEOUT)
        .ignoreExceptions() // until it is there
        .until(
            () -> client.jetStreamManagement().getLastMessage("STEWARD_REPLIES", subject) != null);
  }

  @Test
  void nobodyEmptiesABucketByARollup() throws Exception {
    List<String> buckets = List.of("units", "links", "jobs", "objects", "bodies");
    for (String bucket : buckets) {
      String keys = "$KV.steward-" + bucket + ".";
      client.jetStream().publish(keys + "honest", arguments("kept"));
      assertThatThrownBy(() ->
              client
                  .jetStream()
                  .publish(
                      keys + "hostile",
                      new Headers().add("Nats-Rollup", "all"),
                      arguments("empties it")))
          .isInstanceOf(JetStreamApiException.class);
      assertThat(client.keyValue("steward-" + bucket).get("honest")).isNotNull();
    }
  }

  @Test
  void aBucketOfAnOlderStewardIsMigrated() throws Exception {
    var management = client.jetStreamManagement();
    var before = management.getStreamInfo("KV_steward-units").getConfiguration();
    management.updateStream(StreamConfiguration.builder(before).allowRollup(true).build());
    client.jetStream().publish("$KV.steward-units.honest", arguments("kept"));
    try (NatsBus other = NatsBus.open(List.of(broker.url()), "other", StreamLayout.SMALL)) {
      assertThat(other.addresses().shards()).isEqualTo(1);
      await()
          .atMost(TIMEOUT)
          .until(() ->
              !management.getStreamInfo("KV_steward-units").getConfiguration().getAllowRollup());
      assertThat(client.keyValue("steward-units").get("honest")).isNotNull();
    }
  }

  /// Sends many messages, and returns when all are sent; the future, when all are stored.
  private CompletableFuture<?> flood(int count, IntFunction<String> sender) throws Exception {
    List<CompletableFuture<?>> stored = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stored.add(
          client
              .jetStream()
              .publishAsync(STORED, from(sender.apply(i), "flood" + i), arguments("flood")));
    }
    return CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new));
  }

  @Test
  void aFloodOfRefusedMessagesTakesNoRoomAndDelaysNobodyForLong() throws Exception {
    withNodeFor(
        "central",
        () -> {
          CompletableFuture<?> flood = flood(5000, i -> "nobody" + i % 60);
          store(from("central", "honest"), "honest");
          flood.join();
          awaitDone("honest");
          runs("after-it");
          awaitPublished();
          assertThat(ledger.size()).isEqualTo(2);
          assertThat(answers()).isEqualTo(6);
        });
  }

  @Test
  void aKnownSenderIsAnsweredAtALimitedRate() throws Exception {
    withNode(
        List.of(
            noting(TestBinding.DEFAULTS.acceptingFrom("central"), "one"),
            noting(TestBinding.DEFAULTS.acceptingFrom("viewer"), "two")),
        () -> {
          flood(3000, i -> "viewer").join();
          runs("after-them");
          awaitPublished();
          assertThat(answers()).isBetween(200L + 3, 1500L);
        });
  }
}
