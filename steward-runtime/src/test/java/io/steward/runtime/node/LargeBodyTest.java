package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.ledger.BodyStore;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.MessageKey;
import io.steward.runtime.objects.BodyBucket;
import io.steward.runtime.objects.BodyReference;
import io.steward.runtime.outbox.AnswerFactory;
import io.steward.runtime.process.CommandSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that are too large for a message: their receiver must not notice.
class LargeBodyTest {

  private static final Subject ONE = TestBinding.subject("one");
  private static final Subject OTHER = TestBinding.subject("other");
  private static final String ID = "0123456789abcdefghijkl";
  private static final String LARGE = "steward".repeat(500_000);

  private static final ActHandler.Action ECHOING =
      (arguments, context) -> Reply.succeeded(arguments.text());
  private static final CommandSpec<ActHandler.Arguments> ECHO =
      TestBinding.DEFAULTS.bind("one", ECHOING);

  @TempDir private Path data = Path.of("");

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("bodies"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] document(String text) {
    return ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static boolean has(TestNode node, String name) throws IOException {
    Addresses addresses = node.bus().addresses();
    return node.bus()
        .lastMessage(addresses.bodiesStream(), addresses.bodiesSubject(name + ".0"))
        .isPresent();
  }

  private static void put(TestNode node, String name, byte[] body)
      throws IOException, InterruptedException {
    BodyBucket.of(node.bus()).put(name, new ByteArrayInputStream(body));
  }

  private Path fetched() throws IOException {
    return new BodyStore(data.resolve("bodies"), 1).fetchedPath(new MessageKey(ONE, ID));
  }

  /// Sends a command with a reference to its body.
  private static String send(TestNode node, BodyReference reference) {
    return node.send(
        Message.to(ONE, Map.of()), ID, Headers.NONE.with(Header.BODY, reference.toString()));
  }

  @Test
  void largeArgumentsAndResultsArriveIntact() throws IOException {
    try (TestNode node = TestNode.with(data, ECHO)) {
      String id = node.send(ONE, LARGE);
      ReceivedAnswers answers = node.await(ONE, id);
      assertThat(answers.words()).isEqualTo("accepted running succeeded");
      assertThat(answers.result()).isEqualTo(LARGE);
      TestNode.await(
          "the arguments are gone from the bucket",
          () -> !has(node, BodyReference.argumentsName(TestNode.CENTRAL, ONE, id)));
      String result = BodyReference.resultName(ONE, id);
      assertThat(has(node, result)).isTrue();
      assertThat(files()).as("for being sent again").containsExactly(result);
    }
  }

  @Test
  void aLargeMessageToANodeThatIsAwayIsKeptInAFileAndUploaded() throws IOException {
    Subject away = Subject.parse("away.command.act.one");
    CommandSpec<?> sends =
        TestBinding.DEFAULTS.bind(
            "other",
            (arguments, context) ->
                Reply.succeeded(
                    context.outbox().send(Message.to(away, Map.of("text", arguments.text())))));
    try (TestNode node = TestNode.with(data, sends)) {
      String id = node.await(OTHER, node.send(OTHER, LARGE)).result().toString();
      String body = BodyReference.argumentsName(TestNode.NAME, away, id);
      TestNode.await("it is in the bucket", () -> has(node, body));
      node.stop();
      node.start(sends);
      assertThat(files()).containsExactly(body);
    }
  }

  @Test
  void deletesBodiesThatAreNoLongerNeeded() throws IOException {
    CommandSpec<?> sends =
        TestBinding.DEFAULTS.bind(
            "other",
            (arguments, context) ->
                Reply.succeeded(
                    context.outbox().send(Message.to(ONE, Map.of("text", arguments.text())))));
    CommandSpec<?> counts =
        TestBinding.DEFAULTS.bind(
            "one", (arguments, context) -> Reply.succeeded(arguments.text().length()));
    try (TestNode node = TestNode.with(data, sends, counts)) {
      String id = node.await(OTHER, node.send(OTHER, LARGE)).result().toString();
      assertThat(node.await(ONE, id).result()).isEqualTo(LARGE.length());
      node.stop();
      node.start(sends, counts); // checks at once which of its commands are accepted
      TestNode.await("no file is left", () -> files().isEmpty());
      String body = BodyReference.argumentsName(TestNode.NAME, ONE, id);
      TestNode.await("no object is left", () -> !has(node, body));
    }
  }

  @Test
  void nobodyHasTheBodyOfAnotherCommandDeletedByNamingIt() throws Exception {
    try (TestNode node = TestNode.with(data, ECHO)) {
      List<String> others =
          List.of(
              BodyReference.argumentsName(TestNode.CENTRAL, ONE, "another-id"),
              BodyReference.argumentsName(TestNode.CENTRAL, OTHER, ID),
              BodyReference.argumentsName(new NodeName("operator"), ONE, ID),
              BodyReference.resultName(ONE, ID));
      for (String other : others) {
        put(node, other, document(LARGE));
        String id = MessageIdGenerator.next(TestNode.CLOCK);
        BodyReference reference = BodyReference.to(other, document(LARGE));
        node.send(
            Message.to(ONE, Map.of()), id, Headers.NONE.with(Header.BODY, reference.toString()));
        assertThat(node.await(ONE, id).result()).isEqualTo(LARGE);
      }
      String last = node.send(ONE, LARGE);
      node.await(ONE, last);
      TestNode.await(
          "its own is deleted",
          () -> !has(node, BodyReference.argumentsName(TestNode.CENTRAL, ONE, last)));
      for (String other : others) {
        assertThat(has(node, other)).isTrue();
      }
    }
  }

  @Test
  void aResultWhoseNameIsTakenIsReportedWithTheReason() throws Exception {
    try (TestNode node = TestNode.with(data, ECHO)) {
      put(node, BodyReference.resultName(ONE, ID), document("hides it"));
      node.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      ReceivedAnswers answers = node.await(ONE, ID);
      assertThat(answers.words()).isEqualTo("accepted running succeeded");
      assertThat(answers.reason()).contains(BodyReference.resultName(ONE, ID)).contains("declared");
    }
  }

  @Test
  void rejectsACommandWhoseBodyIsGone() throws IOException {
    try (TestNode node = TestNode.with(data, ECHO)) {
      ReceivedAnswers answers = node.await(ONE, send(node, BodyReference.to(ID, document(LARGE))));
      assertThat(answers.words()).isEqualTo("accepted rejected");
      assertThat(answers.reason()).contains(ID).contains("gone");
    }
  }

  @Test
  void rejectsABodyWithAnotherHash() throws Exception {
    try (TestNode node = TestNode.with(data, ECHO)) {
      put(node, ID, document(LARGE.toUpperCase(java.util.Locale.ROOT)));
      ReceivedAnswers answers = node.await(ONE, send(node, BodyReference.to(ID, document(LARGE))));
      assertThat(answers.words()).isEqualTo("accepted rejected");
      assertThat(answers.reason()).contains("SHA-256");
    }
  }

  @Test
  void rejectsABodyWithAnotherLength() throws Exception {
    for (String other : List.of("longer than " + LARGE, "short")) {
      try (TestNode node = TestNode.with(data.resolve(other.substring(0, 5)), ECHO)) {
        put(node, ID, document(other));
        ReceivedAnswers answers =
            node.await(ONE, send(node, BodyReference.to(ID, document(LARGE))));
        assertThat(answers.words()).isEqualTo("accepted rejected");
        assertThat(answers.reason()).contains("bytes").contains("declared");
      }
    }
  }

  @Test
  void rejectsAnInvalidBodyReference() throws IOException {
    try (TestNode node = TestNode.with(data, ECHO)) {
      Headers nonsense = Headers.NONE.with(Header.BODY, "../../etc/passwd; size=1");
      ReceivedAnswers answers = node.await(ONE, node.send(Message.to(ONE, Map.of()), ID, nonsense));
      assertThat(answers.words()).isEqualTo("accepted rejected");
      assertThat(answers.reason()).contains("is not a body reference");
    }
  }

  @Test
  void argumentsAndResultsOverTheLimitFailWithBothSizes() throws IOException {
    CommandSpec<?> grows =
        TestBinding.DEFAULTS.bind(
            "other", (arguments, context) -> Reply.succeeded("x".repeat(2 << 20)));
    try (TestNode node = new TestNode(data).withMaxBody(1 << 20).start(ECHO, grows)) {
      ReceivedAnswers taken = node.await(ONE, node.send(ONE, LARGE));
      assertThat(taken.words()).isEqualTo("accepted rejected");
      assertThat(taken.reason())
          .contains(document(LARGE).length + " bytes long")
          .contains("accepts at most 1048576");
      ReceivedAnswers given = node.await(OTHER, node.send(OTHER, ""));
      assertThat(given.words()).isEqualTo("accepted running failed");
      assertThat(given.reason()).contains("2097154 bytes long").contains("sends at most 1048576");
    }
  }

  @Test
  void aMessageOverTheLimitIsNotSent() throws IOException {
    CommandSpec<?> sends =
        TestBinding.DEFAULTS.bind(
            "other",
            (arguments, context) -> {
              try {
                return Reply.succeeded(
                    context.outbox().send(Message.to(ONE, Map.of("text", LARGE))));
              } catch (IllegalArgumentException e) {
                return Reply.failed(String.valueOf(e.getMessage()));
              }
            });
    try (TestNode node = new TestNode(data).withMaxBody(1 << 20).start(sends)) {
      assertThat(node.await(OTHER, node.send(OTHER, "")).reason())
          .contains(document(LARGE).length + " bytes long")
          .contains("at most 1048576");
      assertThat(files()).isEmpty();
    }
  }

  /// Leaves the ledger of a node that died before it had fetched an accepted body.
  private BodyReference crashBeforeTheFetch() throws IOException {
    BodyReference reference = BodyReference.to(ID, document(LARGE));
    LedgerEntry entry =
        new LedgerEntry(
            ID,
            ONE,
            TestNode.CENTRAL,
            TestNode.CLOCK.instant(),
            LedgerEntry.Limits.NONE,
            LedgerEntry.Origin.stored(1),
            new LedgerEntry.Arguments(new byte[0], Optional.of(reference.toString())));
    AnswerFactory answers =
        new AnswerFactory(new Addresses("steward", 1), TestNode.NAME, TestNode.CLOCK);
    try (Ledger ledger = Ledger.open(data, TestNode.CLOCK)) {
      ledger.acceptLater(entry, answers.accepted(entry), Optional.empty()).join();
      assertThat(ledger.state(entry.key())).contains(State.InProgress.ACCEPTED);
    }
    return reference;
  }

  @Test
  void aNodeThatCrashedBeforeTheFetchFetchesAfterRestart() throws Exception {
    crashBeforeTheFetch();
    try (TestNode node = new TestNode(data)) {
      put(node, ID, document(LARGE));
      node.start(ECHO);
      assertThat(node.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void aNodeThatCrashedAfterTheFetchDoesNotFetchAgain() throws IOException {
    crashBeforeTheFetch();
    Files.write(fetched(), document(LARGE));
    try (TestNode node = new TestNode(data)) {
      node.start(ECHO);
      assertThat(node.await(ONE, ID).result()).isEqualTo(LARGE);
      assertThat(files()).containsExactly(BodyReference.resultName(ONE, ID));
    }
  }

  @Test
  void aFetchInterruptedByACrashStartsOver() throws Exception {
    crashBeforeTheFetch();
    Files.write(fetched(), new byte[document(LARGE).length]);
    try (TestNode node = new TestNode(data)) {
      put(node, ID, document(LARGE));
      node.start(ECHO);
      assertThat(node.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  /// A folder in its place prevents a body from being written, and so from being fetched.
  private Path obstruct() throws IOException {
    return Files.createDirectories(fetched());
  }

  @Test
  void aDelayedFetchBlocksNoOtherProcess() throws IOException {
    CommandSpec<?> other = TestBinding.DEFAULTS.bind("other", ECHOING);
    try (TestNode node = TestNode.with(data, ECHO, other)) {
      Path obstacle = obstruct();
      node.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      node.await(ONE, ID, "accepted");
      assertThat(node.await(OTHER, node.send(OTHER, LARGE)).result()).isEqualTo(LARGE);
      assertThat(node.report(ONE).state()).isEqualTo("fetching " + ID);
      Files.delete(obstacle);
      assertThat(node.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void aCommandThatWaitsForItsBodyCanBeCancelled() throws IOException {
    try (TestNode node = TestNode.with(data, ECHO)) {
      obstruct();
      node.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      TestNode.await("it is fetched", () -> node.report(ONE).state().startsWith("fetching"));
      String next = node.send(ONE, "next");
      node.cancel(ONE, ID);
      assertThat(node.await(ONE, ID).words()).isEqualTo("accepted cancelled");
      assertThat(node.await(ONE, next).result()).isEqualTo("next");
    }
  }

  @Test
  void aCommandThatWaitsForItsBodyExpires() throws IOException {
    try (TestNode node = TestNode.with(data, ECHO)) {
      obstruct();
      Message message = Message.to(ONE, Map.of("text", LARGE)).withExpiry(Duration.ofSeconds(1));
      node.send(message, ID, Headers.NONE);
      assertThat(node.await(ONE, ID).words()).isEqualTo("accepted expired");
    }
  }

  @Test
  void aNodeThatStopsDuringAFetchFetchesAfterRestart() throws IOException {
    try (TestNode node = TestNode.with(data, ECHO)) {
      Path obstacle = obstruct();
      node.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      TestNode.await("it is fetched", () -> node.report(ONE).state().startsWith("fetching"));
      node.stop();
      assertThat(node.answers(ONE, ID).words()).isEqualTo("accepted");
      Files.delete(obstacle);
      node.start(ECHO);
      assertThat(node.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void rejectingADuplicateKeepsTheBodyOfTheAcceptedCommand() throws IOException {
    CommandSpec<?> onlyCentral = TestBinding.DEFAULTS.acceptingFrom("central").bind("one", ECHOING);
    CommandSpec<?> other = TestBinding.DEFAULTS.bind("other", ECHOING);
    try (TestNode node = TestNode.with(data, onlyCentral, other)) {
      Path obstacle = obstruct();
      node.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      TestNode.await("it is fetched", () -> node.report(ONE).state().startsWith("fetching"));
      String name = BodyReference.argumentsName(TestNode.CENTRAL, ONE, ID);
      node.bus()
          .publish(
              new OutboundMessage(
                  ONE.toString(),
                  Headers.NONE
                      .with(Header.ID, ID)
                      .with(Header.FROM, "stranger")
                      .with(Header.BODY, BodyReference.to(name, document(LARGE)).toString()),
                  new byte[0]));
      node.await(OTHER, node.send(OTHER, "after it"));
      assertThat(has(node, name)).isTrue();
      Files.delete(obstacle);
      assertThat(node.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void aResultWithTooManyValuesIsSentThoughItCannotBeParsed() throws IOException {
    CommandSpec<?> lists =
        TestBinding.DEFAULTS.bind(
            "one", (arguments, context) -> Reply.succeeded(Collections.nCopies(1_000_000, 1)));
    try (TestNode node = TestNode.with(data, lists)) {
      ReceivedAnswers answers = node.await(ONE, node.send(ONE, ""));
      assertThat(answers.words()).isEqualTo("accepted running succeeded");
      assertThat(answers.reason()).contains("exceeds the maximum");
    }
  }
}
