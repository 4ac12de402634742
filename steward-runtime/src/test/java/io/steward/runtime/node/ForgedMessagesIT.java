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

  private void awaitState(String id, State state) {
    await()
        .atMost(TIMEOUT)
        .until(() -> ledger.state(new MessageKey(SUBJECT, id)).filter(state::equals).isPresent());
  }

  private void awaitPublished() {
    await().atMost(TIMEOUT).until(() -> ledger.outbox().size() == 0);
  }

  @Test
  void aForgedSequenceMakesNoSubjectDeaf() throws Exception {
    try (NodeEngine ship = start("")) {
      awaitServing();
      for (long sequence : new long[] {9_000_000_000_000_000_000L, Long.MAX_VALUE, 7, 1}) {
        client.publish(
            LIVE, claiming(from("central", "forged" + sequence), sequence, 0), arguments("f"));
      }
      store(from("central", "real"), "real");
      awaitDone("real");
      assertThat(ship.reports()).isNotEmpty();
    }
    try (NodeEngine again = start("")) {
      store(from("central", "later"), "later");
      awaitDone("later");
      assertThat(again.reports()).isNotEmpty();
    }
    assertThat(done).filteredOn("real"::equals).hasSize(1);
  }

  @Test
  void aForgedMessageWithoutAnIdIsNotTaken() throws Exception {
    try (NodeEngine ship = start("")) {
      awaitServing();
      client.publish(LIVE, claiming(new Headers(), 5, 0), arguments("forged"));
      store(from("central", "real"), "real");
      awaitDone("real");
      assertThat(done).doesNotContain("forged");
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @Test
  void aMessageThatClaimsAnotherStreamIsNotTaken() throws Exception {
    try (NodeEngine ship = start("")) {
      awaitServing();
      Headers elsewhere = from("central", "elsewhere").add("Nats-Stream", "STEWARD_COMMANDS_77");
      client.publish(LIVE, elsewhere.add("Nats-Sequence", "1"), arguments("forged"));
      Headers nowhere = from("central", "nowhere").add("Nats-Sequence", "1");
      client.publish(LIVE, nowhere, arguments("forged"));
      store(from("central", "real"), "real");
      awaitDone("real");
      assertThat(done).doesNotContain("forged");
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @Test
  void copiesOfAMessageUnderOtherSequencesRunAndAnswerNothing() throws Exception {
    try (NodeEngine ship = start("")) {
      awaitServing();
      store(from("central", "real"), "real");
      awaitState("real", State.Terminal.SUCCEEDED);
      for (int i = 1; i < 50; i++) {
        client.publish(LIVE, claiming(from("central", "real"), i, i - 1), arguments("real"));
        client.publish(LIVE, from("central", "real"), arguments("real"));
      }
      store(from("central", "after-them"), "after them");
      awaitState("after-them", State.Terminal.SUCCEEDED);
      awaitPublished();
      assertThat(done).filteredOn("real"::equals).hasSize(1);
      assertThat(answers("real")).isEqualTo(3);
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @Test
  void anIdThatARefusedStrangerHasUsedRunsForItsOwner() throws Exception {
    try (NodeEngine ship = start("central")) {
      store(from("stranger", "wanted"), "refused");
      store(from("central", "wanted"), "wanted");
      awaitDone("wanted");
      assertThat(done).doesNotContain("refused");
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @Test
  void anotherSendersMessageWithATakenIdIsNeitherRunNorAnswered() throws Exception {
    try (NodeEngine ship = start("")) {
      store(from("central", "taken"), "first");
      awaitState("taken", State.Terminal.SUCCEEDED);
      store(from("viewer", "taken"), "second");
      store(from("central", "after-it"), "after it");
      awaitState("after-it", State.Terminal.SUCCEEDED);
      awaitPublished();
      assertThat(done).containsExactly("first", "after it");
      assertThat(answers("taken")).isEqualTo(3);
      assertThat(ship.reports()).isNotEmpty();
    }
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
    try (NodeEngine ship = start("")) {
      store(from("central", "wanted"), "wanted");
      awaitState("wanted", State.Terminal.SUCCEEDED);
      awaitPublished();
      assertThat(answers("wanted")).isEqualTo(3);
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @Test
  void whatWasRefusedIsNotJudgedAgainAfterARestart() throws Exception {
    try (NodeEngine ship = start("central")) {
      store(from("viewer", "refused"), "refused");
      store(from("central", "first"), "first");
      awaitDone("first");
      assertThat(ship.reports()).isNotEmpty();
    }
    try (NodeEngine everybody = start("")) {
      store(from("viewer", "new"), "new");
      awaitDone("new");
      assertThat(done).doesNotContain("refused");
      assertThat(everybody.reports()).isNotEmpty();
    }
  }

  @Test
  void aNewBindingRunsNothingThatWasRefusedBefore() throws Exception {
    String unbound = "steward.command.00.ship.act.two";
    try (NodeEngine ship = start("")) {
      client.jetStream().publish(unbound, from("central", "refused"), arguments("refused"));
      store(from("central", "first"), "first");
      awaitDone("first");
      awaitRefused("steward.reply.ship.act.two.refused");
      assertThat(ship.reports()).isNotEmpty();
    }
    try (NodeEngine ship =
        start(noting(TestBinding.DEFAULTS, "one"), noting(TestBinding.DEFAULTS, "two"))) {
      client.jetStream().publish(unbound, from("central", "new"), arguments("new"));
      awaitDone("new");
      assertThat(done).doesNotContain("refused");
      assertThat(ship.reports()).isNotEmpty();
    }
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

  @Test
  void aFloodOfRefusedMessagesTakesNoRoomAndDelaysNobodyForLong() throws Exception {
    try (NodeEngine ship = start("central")) {
      List<CompletableFuture<?>> flood = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        flood.add(
            client
                .jetStream()
                .publishAsync(STORED, from("nobody" + i % 60, "flood" + i), arguments("flood")));
      }
      store(from("central", "honest"), "honest");
      CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new)).join();
      awaitDone("honest");
      store(from("central", "after-it"), "after it");
      awaitDone("after it");
      awaitPublished();
      assertThat(ledger.size()).isEqualTo(2);
      assertThat(
              client
                  .jetStreamManagement()
                  .getStreamInfo("STEWARD_REPLIES")
                  .getStreamState()
                  .getMsgCount())
          .isEqualTo(6);
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @Test
  void aKnownSenderIsAnsweredAtALimitedRate() throws Exception {
    try (NodeEngine ship =
        start(
            noting(TestBinding.DEFAULTS.acceptingFrom("central"), "one"),
            noting(TestBinding.DEFAULTS.acceptingFrom("viewer"), "two"))) {
      List<CompletableFuture<?>> flood = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        flood.add(
            client
                .jetStream()
                .publishAsync(STORED, from("viewer", "flood" + i), arguments("flood")));
      }
      CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new)).join();
      store(from("central", "after-them"), "after them");
      awaitDone("after them");
      awaitPublished();
      assertThat(
              client
                  .jetStreamManagement()
                  .getStreamInfo("STEWARD_REPLIES")
                  .getStreamState()
                  .getMsgCount())
          .isBetween(200L + 3, 1500L);
      assertThat(ship.reports()).isNotEmpty();
    }
  }
}
