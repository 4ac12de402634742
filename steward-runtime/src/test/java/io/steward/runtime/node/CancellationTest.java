package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.process.CommandSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationTest {

  private static final Subject SUBJECT = TestBinding.subject("one");

  @TempDir private Path data = Path.of("");
  private final List<String> done = new CopyOnWriteArrayList<>();

  private Reply blockOnRequest(ActHandler.Arguments arguments) throws InterruptedException {
    done.add(arguments.text());
    if (arguments.text().equals("block")) {
      new CountDownLatch(1).await();
    }
    return Reply.succeeded();
  }

  private CommandSpec<ActHandler.Arguments> spec() {
    return TestBinding.DEFAULTS.bind("one", (arguments, context) -> blockOnRequest(arguments));
  }

  private static Map<String, String> found(String id, String where) {
    return Map.of("id", id, "found", where);
  }

  @Test
  void cancelsRunningAndWaitingCommands() throws IOException {
    try (TestNode node = TestNode.with(data, spec())) {
      String runs = node.send(SUBJECT, "block");
      String waits = node.send(SUBJECT, "waits");
      String last = node.send(SUBJECT, "last");
      node.await(SUBJECT, runs, "running");
      node.await(SUBJECT, waits, "accepted");

      String first = node.cancel(SUBJECT, waits);
      assertThat(node.await(TestNode.CANCEL, first).result()).isEqualTo(found(waits, "accepted"));
      assertThat(node.await(SUBJECT, waits).words()).isEqualTo("accepted cancelled");
      assertThat(node.answers(SUBJECT, waits).reason())
          .isEqualTo("cancelled by central before it ran");

      String second = node.cancel(SUBJECT, runs);
      assertThat(node.await(TestNode.CANCEL, second).result()).isEqualTo(found(runs, "running"));
      assertThat(node.await(SUBJECT, runs).words()).isEqualTo("accepted running cancelled");
      assertThat(node.answers(SUBJECT, runs).reason()).isEqualTo("cancelled while it ran");

      assertThat(node.await(SUBJECT, last).words()).endsWith("succeeded");
      assertThat(done).containsExactly("block", "last");
    }
  }

  @Test
  void cancelsACommandThatHasNotArrivedYet() throws IOException {
    try (TestNode node = TestNode.with(data, spec())) {
      String id = MessageIdGenerator.next(TestNode.CLOCK);
      assertThat(node.await(TestNode.CANCEL, node.cancel(SUBJECT, id)).result())
          .isEqualTo(found(id, "not here yet"));
      node.send(Message.to(SUBJECT, Map.of("text", "late")), id, Headers.NONE);
      assertThat(node.await(SUBJECT, id).words()).isEqualTo("accepted cancelled");
      assertThat(done).isEmpty();
    }
  }

  @Test
  void aCancellationAfterTheOutcomeChangesNothing() throws IOException {
    try (TestNode node = TestNode.with(data, spec())) {
      String id = node.send(SUBJECT, "done");
      node.await(SUBJECT, id);
      assertThat(node.await(TestNode.CANCEL, node.cancel(SUBJECT, id)).result())
          .isEqualTo(found(id, "succeeded"));
      assertThat(node.answers(SUBJECT, id).words()).isEqualTo("accepted running succeeded");
    }
  }

  @Test
  void aCancellationInTheBacklogTakesEffectBeforeItsCommandStarts() throws IOException {
    for (int round = 0; round < 20; round++) {
      try (TestNode node = new TestNode(data.resolve("round" + round))) {
        String unwanted = node.send(SUBJECT, "unwanted");
        String wanted = node.send(SUBJECT, "wanted");
        node.cancel(SUBJECT, unwanted);
        node.start(spec());
        assertThat(node.await(SUBJECT, wanted).words()).endsWith("succeeded");
        assertThat(node.await(SUBJECT, unwanted).words()).isEqualTo("accepted cancelled");
      }
    }
    assertThat(done).doesNotContain("unwanted");
  }

  private final Subject other = TestBinding.subject("other");

  /// A node with commands for operators alone, and others that central may send.
  private TestNode startForOperators() throws IOException {
    return TestNode.with(
        data,
        TestBinding.DEFAULTS
            .acceptingFrom("operator")
            .bind("one", (arguments, context) -> blockOnRequest(arguments)),
        TestBinding.DEFAULTS.bind("other", (arguments, context) -> Reply.succeeded()));
  }

  private static String sendAsOperator(TestNode node, String id) {
    node.send(
        Message.to(SUBJECT, Map.of("text", "block")),
        id,
        Headers.NONE.with(Header.FROM, "operator"));
    return id;
  }

  @Test
  void aSenderCannotCancelWhatItMayNotSend() throws IOException {
    try (TestNode node = startForOperators()) {
      String runs = sendAsOperator(node, MessageIdGenerator.next(TestNode.CLOCK));
      node.await(SUBJECT, runs, "running");
      ReceivedAnswers cancel = node.await(TestNode.CANCEL, node.cancel(SUBJECT, runs));
      assertThat(cancel.words()).isEqualTo("accepted running failed");
      assertThat(cancel.reason()).contains("central may not cancel commands on " + SUBJECT);
      assertThat(node.answers(SUBJECT, runs).isEnded()).isFalse();
    }
  }

  @Test
  void aCancellationThatComesFirstIsJudgedWhenItsCommandComes() throws IOException {
    String id = MessageIdGenerator.next(TestNode.CLOCK);
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("other", this::succeed))) {
      node.await(TestNode.CANCEL, node.cancel(SUBJECT, id)); // nothing is known of it yet
    }
    try (TestNode node = startForOperators()) {
      sendAsOperator(node, id);
      node.await(SUBJECT, id, "running");
    }
  }

  private Reply succeed(ActHandler.Arguments arguments, io.steward.api.CommandContext context) {
    return Reply.succeeded();
  }

  @Test
  void aCancellationConcernsOneSubjectAlone() throws IOException {
    try (TestNode node =
        TestNode.with(data, spec(), TestBinding.DEFAULTS.bind("other", this::succeed))) {
      String id = MessageIdGenerator.next(TestNode.CLOCK);
      node.await(TestNode.CANCEL, node.cancel(other, id));
      node.send(Message.to(SUBJECT, Map.of("text", "wanted")), id, Headers.NONE);
      assertThat(node.await(SUBJECT, id).words()).endsWith("succeeded");
    }
  }

  @Test
  void aCancellationConcernsOneSenderAlone() throws IOException {
    try (TestNode node = TestNode.with(data, spec())) {
      String id = MessageIdGenerator.next(TestNode.CLOCK);
      var forAnother = CancelRequest.of(SUBJECT, id, Optional.of(new NodeName("operator")));
      node.await(TestNode.CANCEL, node.send(forAnother));
      node.send(Message.to(SUBJECT, Map.of("text", "wanted")), id, Headers.NONE);
      assertThat(node.await(SUBJECT, id).words()).endsWith("succeeded");
    }
  }

  @Test
  void aCancellationTooManyIsRefusedWithAReason() throws IOException {
    try (TestNode node = TestNode.with(data, spec())) {
      String runs = node.send(SUBJECT, "block");
      node.await(SUBJECT, runs, "running");
      for (int i = 0; i < 1000; i++) {
        node.cancel(SUBJECT, MessageIdGenerator.next(TestNode.CLOCK));
      }
      String last = node.cancel(SUBJECT, MessageIdGenerator.next(TestNode.CLOCK));
      assertThat(node.await(TestNode.CANCEL, last).reason())
          .isEqualTo(
              "it is not cancelled: too many commands that have not arrived are cancelled by"
                  + " central");
      String stop = node.cancel(SUBJECT, runs); // one that is here can be cancelled all the same
      assertThat(node.await(TestNode.CANCEL, stop).result()).isEqualTo(found(runs, "running"));
      assertThat(node.await(SUBJECT, runs).words()).endsWith("cancelled");
    }
  }
}
