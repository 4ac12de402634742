package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.fleet.TestClock;
import io.steward.runtime.intake.AdmissionPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is rejected, and the reason that its sender receives.
class AdmissionPolicyTest {

  private static final Subject SUBJECT = TestBinding.subject("one");

  @TempDir private Path data = Path.of("");
  private TestNode node = new TestNode(data);

  @BeforeEach
  void start() throws IOException {
    node =
        TestNode.with(
            data,
            TestBinding.DEFAULTS.acceptingFrom("central").bind("one", (a, c) -> Reply.succeeded()),
            TestBinding.DEFAULTS.acceptingFrom("viewer").bind("two", (a, c) -> Reply.succeeded()));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private ReceivedAnswers with(String header, String value) {
    String id = MessageIdGenerator.next(TestNode.CLOCK);
    node.send(Message.to(SUBJECT, Map.of("text", "")), id, Headers.NONE.with(header, value));
    return node.await(SUBJECT, id);
  }

  @Test
  void rejectsArgumentsThatDoNotBindWithPositionAndSuggestion() {
    ReceivedAnswers answers =
        node.await(SUBJECT, node.sendRaw(SUBJECT, "{\n  \"txet\": \"hello\"\n}"));
    assertThat(answers.words()).isEqualTo("accepted rejected");
    assertThat(answers.reason()).contains("2:3").contains("did you mean \"text\"?");
  }

  @Test
  void rejectsInvalidJson() {
    ReceivedAnswers answers = node.await(SUBJECT, node.sendRaw(SUBJECT, "{\"text\": "));
    assertThat(answers.words()).isEqualTo("accepted rejected");
    assertThat(answers.reason()).contains("1:");
  }

  @Test
  void truncatesAReasonWithManyProblems() {
    StringBuilder document = new StringBuilder("{\"text\":\"\"");
    for (int i = 0; i < 30_000; i++) {
      document.append(",\"unknown").append(i).append("\":0");
    }
    ReceivedAnswers answers =
        node.await(SUBJECT, node.sendRaw(SUBJECT, document.append('}').toString()));
    assertThat(answers.words()).isEqualTo("accepted rejected");
    assertThat(answers.reason()).contains("unknown0").hasSizeLessThan(10_000);
  }

  @Test
  void rejectsAnUnhandledMethodAndSuggestsTheNearest() {
    Subject other = Subject.command(TestNode.NAME, new MethodName("atc"), SUBJECT.domain());
    ReceivedAnswers answers = node.await(other, node.send(other, ""));
    assertThat(answers.words()).isEqualTo("rejected");
    assertThat(answers.reason())
        .contains("nothing here handles " + other)
        .contains("did you mean \"" + SUBJECT + "\"?");
  }

  @Test
  void rejectsSendersThatAreNotAllowed() {
    ReceivedAnswers answers = with(Header.FROM, "viewer");
    assertThat(answers.words()).isEqualTo("rejected");
    assertThat(answers.reason()).contains("viewer may not send");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger", "anonymous", "not a name"})
  void answersNobodyThatNoBindingAllows(String sender) {
    String id = MessageIdGenerator.next(TestNode.CLOCK);
    node.send(Message.to(SUBJECT, Map.of("text", "")), id, Headers.NONE.with(Header.FROM, sender));
    assertThat(node.await(SUBJECT, node.send(SUBJECT, "after it")).words()).endsWith("succeeded");
    assertThat(node.answers(SUBJECT, id).words()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "a/b", "a:b", "user@host", "a b", "stored-x-0000000007"})
  void rejectsAnIdThatCannotBeUsed(String id) throws Exception {
    node.bus()
        .store(
            new OutboundMessage(
                node.bus().addresses().storedSubject(SUBJECT),
                Headers.NONE.with(Header.ID, id).with(Header.FROM, "central"),
                "{}".getBytes(StandardCharsets.UTF_8)))
        .join();
    long sequence = node.lastSequence(SUBJECT);
    String derived = "stored-loopback-%010d".formatted(sequence);
    ReceivedAnswers answers = node.await(SUBJECT, derived);
    assertThat(answers.words()).isEqualTo("rejected");
    assertThat(answers.reason()).contains("its id " + id + " cannot be used");
  }

  @Test
  void anExpiryFarAwayIsCappedAtTheRetention() {
    Instant now = TestNode.CLOCK.instant();
    InboundMessage farAway =
        new InboundMessage(
            SUBJECT.toString(),
            Headers.NONE.with(Header.EXPIRES, "9999-12-31T23:59:59Z").with(Header.FROM, "central"),
            new byte[0],
            1,
            Optional.of(now),
            Optional.empty());
    AdmissionPolicy policy = new AdmissionPolicy(InstantSource.fixed(now), Duration.ofDays(7));
    assertThat(policy.decide(farAway, SUBJECT, sender -> true, "one"))
        .isInstanceOfSatisfying(
            AdmissionPolicy.Decision.Accept.class,
            accepted ->
                assertThat(accepted.entry().expires()).contains(now.plus(Duration.ofDays(7))));
  }

  @ParameterizedTest
  @CsvSource({
    "Steward-Version, 2, protocol version 2 is not supported",
    "Steward-Expires, tomorrow, invalid header",
    "Steward-Expires, +1000000000-12-31T23:59:59Z, invalid header",
    "Steward-Timeout, soon, invalid header",
    "Steward-Timeout, PT9999999999999H, invalid header",
    "Steward-Timeout, PT0S, must be positive"
  })
  void rejectsInvalidHeaders(String header, String value, String reason) {
    ReceivedAnswers answers = with(header, value);
    assertThat(answers.words()).isEqualTo("rejected");
    assertThat(answers.reason()).contains(reason);
    assertThat(node.await(SUBJECT, node.send(SUBJECT, "")).words()).endsWith("succeeded");
  }

  @ParameterizedTest
  @CsvSource({"Steward-Version, 1", "Steward-Version, 1.7", "Steward-Hue, blue"})
  void ignoresMinorVersionsAndUnknownHeaders(String header, String value) {
    assertThat(with(header, value).words()).endsWith("succeeded");
  }

  @Test
  void copiesAValidTraceToTheAnswers() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    assertThat(with(Header.TRACE, trace).list())
        .allSatisfy(received ->
            assertThat(received.message().headers().find(Header.TRACE)).contains(trace));
    assertThat(with(Header.TRACE, "ü".repeat(1000)).list())
        .allSatisfy(
            received -> assertThat(received.message().headers().find(Header.TRACE)).isEmpty());
  }

  @Test
  void expiresWhatArrivesAfterItsExpiry() {
    ReceivedAnswers answers =
        with(Header.EXPIRES, TestNode.CLOCK.instant().minusSeconds(3).toString());
    assertThat(answers.words()).isEqualTo("expired");
  }

  @Test
  void expiresWhatWaitsInTheMailboxBeyondItsExpiry() throws IOException {
    node.close();
    CountDownLatch release = new CountDownLatch(1);
    ActHandler.Action blocks =
        (arguments, context) -> {
          release.await();
          return Reply.succeeded();
        };
    TestClock clock = new TestClock();
    try (TestNode slow = new TestNode(data.resolve("slow"), clock)) {
      slow.start(TestBinding.DEFAULTS.bind("one", blocks));
      slow.await(SUBJECT, slow.send(SUBJECT, "first"), "running");
      String id = MessageIdGenerator.next(clock);
      var expires = clock.instant().plus(Duration.ofMinutes(5));
      slow.send(
          Message.to(SUBJECT, Map.of("text", "late")),
          id,
          Headers.NONE.with(Header.EXPIRES, expires.toString()));
      slow.await(SUBJECT, id, "accepted");
      clock.advance(Duration.ofMinutes(6));
      release.countDown();
      assertThat(slow.await(SUBJECT, id).words()).isEqualTo("accepted expired");
    }
  }
}
