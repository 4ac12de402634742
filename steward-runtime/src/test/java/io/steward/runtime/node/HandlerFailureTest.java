package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.CommandHandler;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.process.RestartPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Failures of a handler, and their consequences.
class HandlerFailureTest {

  private static final Subject SUBJECT = TestBinding.subject("one");

  @TempDir private Path data = Path.of("");

  private ReceivedAnswers run(ActHandler.Action action) throws IOException {
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", action))) {
      return node.await(SUBJECT, node.send(SUBJECT, ""));
    }
  }

  @Test
  void aCheckedExceptionFailsTheCommandWithItsMessage() throws IOException {
    ReceivedAnswers answers =
        run((arguments, context) -> {
          throw new IOException("the disk is full");
        });
    assertThat(answers.words()).isEqualTo("accepted running failed");
    assertThat(answers.reason()).isEqualTo("the disk is full");
  }

  /// `Files.lines` and the outbox throw it: a full disk is not a bug of a plugin.
  @Test
  void anUncheckedIoExceptionFailsTheCommandAndNeverReplacesTheHandler() throws IOException {
    AtomicInteger made = new AtomicInteger();
    Supplier<CommandHandler<ActHandler.Arguments>> handlers =
        () -> {
          made.incrementAndGet();
          return new ActHandler((arguments, context) -> {
            throw new UncheckedIOException(new IOException("the disk is full"));
          });
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", handlers))) {
      for (int i = 0; i <= RestartPolicy.MAX_FAILURES; i++) {
        ReceivedAnswers answers = node.await(SUBJECT, node.send(SUBJECT, ""));
        assertThat(answers.words()).isEqualTo("accepted running failed");
        assertThat(answers.reason()).isEqualTo("the disk is full");
      }
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void aCheckedExceptionWithoutAMessageIsReportedByItsName() throws IOException {
    ReceivedAnswers answers =
        run((arguments, context) -> {
          throw new NoSuchFileException(null);
        });
    assertThat(answers.reason()).contains("NoSuchFileException");
  }

  @Test
  void aFailedReplyKeepsItsReasonAndResult() throws IOException {
    ReceivedAnswers answers =
        run((arguments, context) -> Reply.failed("no such unit", Map.of("code", 5)));
    assertThat(answers.words()).isEqualTo("accepted running failed");
    assertThat(answers.reason()).isEqualTo("no such unit");
    assertThat(answers.result()).isEqualTo(Map.of("code", 5));
  }

  @Test
  void anUncheckedExceptionIsReportedAsBrokenAndReplacesTheHandler() throws IOException {
    AtomicInteger made = new AtomicInteger();
    Supplier<CommandHandler<ActHandler.Arguments>> handlers =
        () -> {
          int number = made.incrementAndGet();
          return new ActHandler((arguments, context) ->
              switch (arguments.text()) {
                case "exception" -> throw new IllegalStateException("bang");
                case "error" -> throw new StackOverflowError("deep");
                default -> Reply.succeeded(number);
              });
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", handlers))) {
      ReceivedAnswers exception = node.await(SUBJECT, node.send(SUBJECT, "exception"));
      assertThat(exception.words()).isEqualTo("accepted running failed");
      assertThat(exception.reason()).startsWith("broken").contains("bang");
      TestNode.await("it is reported", () -> node.report(SUBJECT).lastError().contains("bang"));
      ReceivedAnswers error = node.await(SUBJECT, node.send(SUBJECT, "error"));
      assertThat(error.reason()).startsWith("broken").contains("StackOverflowError");
      assertThat(node.await(SUBJECT, node.send(SUBJECT, "")).result()).isEqualTo(3);
    }
  }

  @Test
  void anExceptionInTheArgumentsRecordRejectsTheCommandAndTheProcessContinues() throws IOException {
    try (TestNode node =
        TestNode.with(
            data, TestBinding.DEFAULTS.bind("one", (arguments, context) -> Reply.succeeded()))) {
      ReceivedAnswers answers =
          node.await(SUBJECT, node.send(SUBJECT, ActHandler.Arguments.BROKEN));
      assertThat(answers.words()).isEqualTo("accepted rejected");
      assertThat(answers.reason()).contains("a bug in the record");
      assertThat(node.await(SUBJECT, node.send(SUBJECT, "next")).words()).endsWith("succeeded");
    }
  }

  @Test
  void aFailingConstructorFailsTheCommandAndTheProcessContinues() throws IOException {
    AtomicInteger made = new AtomicInteger();
    Supplier<CommandHandler<ActHandler.Arguments>> handlers =
        () -> {
          if (made.incrementAndGet() == 2) {
            throw new IllegalStateException("no licence");
          }
          return new ActHandler((arguments, context) -> {
            if (arguments.text().equals("break")) {
              throw new IllegalStateException("bang");
            }
            return Reply.succeeded();
          });
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", handlers))) {
      assertThat(node.await(SUBJECT, node.send(SUBJECT, "break")).reason()).contains("bang");
      assertThat(node.await(SUBJECT, node.send(SUBJECT, "")).reason()).contains("no licence");
      assertThat(node.await(SUBJECT, node.send(SUBJECT, "")).words()).endsWith("succeeded");
    }
  }

  @Test
  void aResultThatIsNotPlainDataIsReportedAsBroken() throws IOException {
    ReceivedAnswers answers = run((arguments, context) -> Reply.succeeded(new Object()));
    assertThat(answers.words()).isEqualTo("accepted running failed");
    assertThat(answers.reason()).startsWith("broken");
  }

  @Test
  void truncatesALongReason() throws IOException {
    try (TestNode node =
        TestNode.with(
            data,
            TestBinding.DEFAULTS.bind(
                "one",
                (arguments, context) -> {
                  throw new IOException("x".repeat(2 << 20));
                }))) {
      ReceivedAnswers answers = node.await(SUBJECT, node.send(SUBJECT, ""));
      assertThat(answers.words()).isEqualTo("accepted running failed");
      assertThat(answers.reason()).hasSizeLessThan(10_000).startsWith("xxx");
    }
  }
}
