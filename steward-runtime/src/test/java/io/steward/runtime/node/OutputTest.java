package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.Answer;
import io.steward.api.Reply;
import io.steward.api.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

  private static final Subject SUBJECT = TestBinding.subject("one");

  @TempDir private Path data = Path.of("");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void isPublishedWhileTheCommandRuns() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    ActHandler.Action action =
        (arguments, context) -> {
          context.output().write(bytes("at once")); // not flushed: a moment's passing is enough
          release.await();
          context.output().write(bytes(", and later"));
          return Reply.succeeded();
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", action))) {
      String id = node.send(SUBJECT, "");
      node.await(SUBJECT, id, "output");
      assertThat(node.answers(SUBJECT, id).output()).isEqualTo("at once");
      release.countDown();
      ReceivedAnswers answers = node.await(SUBJECT, id);
      assertThat(answers.words()).isEqualTo("accepted running output output succeeded");
      assertThat(answers.output()).isEqualTo("at once, and later");
    }
  }

  @Test
  void isCompleteAndInOrderBeforeTheOutcome() throws IOException {
    ActHandler.Action action =
        (arguments, context) -> {
          for (int i = 0; i < 20_000; i++) {
            context.output().write(bytes(i + "\n"));
          }
          context.errors().write(bytes("done"));
          return Reply.succeeded();
        };
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      all.append(i).append('\n');
    }
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", action))) {
      ReceivedAnswers answers = node.await(SUBJECT, node.send(SUBJECT, ""));
      assertThat(answers.words()).matches("accepted running( output)+ succeeded");
      assertThat(answers.output()).isEqualTo(all.toString());
      assertThat(answers.list())
          .anySatisfy(received ->
              assertThat(received.answer())
                  .isInstanceOfSatisfying(
                      Answer.Output.class,
                      output -> {
                        assertThat(output.channel()).isEqualTo(Answer.Channel.STDERR);
                        assertThat(output.offset()).isZero();
                      }));
    }
  }

  @Test
  void keepsHeadAndTailBeyondTheLimitsAndCountsTheRest() throws IOException {
    ActHandler.Action action =
        (arguments, context) -> {
          context.output().write(bytes("0123456789".repeat(10)));
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(data, TestBinding.DEFAULTS.withOutputLimits(10, 5).bind("one", action))) {
      ReceivedAnswers answers = node.await(SUBJECT, node.send(SUBJECT, ""));
      assertThat(answers.output()).isEqualTo("0123456789[85]56789");
      assertThat(answers.list().getLast().document().get("output"))
          .isEqualTo(
              Map.of(
                  "stdout", Map.of("bytes", 100, "dropped", 85),
                  "stderr", Map.of("bytes", 0, "dropped", 0)));
    }
  }

  @Test
  void isClosedAfterTheHandlerHasReturned() throws IOException {
    AtomicReference<OutputStream> kept = new AtomicReference<>(OutputStream.nullOutputStream());
    ActHandler.Action action =
        (arguments, context) -> {
          kept.set(context.output());
          return Reply.succeeded();
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", action))) {
      node.await(SUBJECT, node.send(SUBJECT, ""));
      assertThatThrownBy(() -> kept.get().write(1)).isInstanceOf(IOException.class);
    }
  }
}
