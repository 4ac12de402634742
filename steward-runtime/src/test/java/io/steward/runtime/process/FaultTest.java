package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.CommandHandler;
import io.steward.api.Reply;
import io.steward.api.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong in a handler, and whose turn it is then.
class FaultTest {

  private static final Subject SUBJECT = Terms.subject("one");

  @TempDir private Path data = Path.of("");

  private Story run(Act.Doing doing) throws IOException {
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", doing))) {
      return ship.await(SUBJECT, ship.send(SUBJECT, ""));
    }
  }

  @Test
  void aCheckedExceptionFailsTheCommandWithItsMessage() throws IOException {
    Story story =
        run((arguments, context) -> {
          throw new IOException("the disk is full");
        });
    assertThat(story.words()).isEqualTo("accepted running failed");
    assertThat(story.reason()).isEqualTo("the disk is full");
  }

  /// As `Files.lines` and the outbox throw it: the disk is no fault of a plugin's.
  @Test
  void anUncheckedIoExceptionFailsTheCommandAsACheckedOneDoesHoweverOften() throws IOException {
    AtomicInteger made = new AtomicInteger();
    Supplier<CommandHandler<Act.Arguments>> handlers =
        () -> {
          made.incrementAndGet();
          return new Act((arguments, context) -> {
            throw new UncheckedIOException(new IOException("the disk is full"));
          });
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", handlers))) {
      for (int i = 0; i <= RestartPolicy.MOST; i++) {
        Story story = ship.await(SUBJECT, ship.send(SUBJECT, ""));
        assertThat(story.words()).isEqualTo("accepted running failed");
        assertThat(story.reason()).isEqualTo("the disk is full");
      }
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void aCheckedExceptionWithoutAMessageIsNamed() throws IOException {
    Story story =
        run((arguments, context) -> {
          throw new NoSuchFileException(null);
        });
    assertThat(story.reason()).contains("NoSuchFileException");
  }

  @Test
  void aFailureIsTheHandlersOwnWord() throws IOException {
    Story story = run((arguments, context) -> Reply.failed("no such unit", Map.of("code", 5)));
    assertThat(story.words()).isEqualTo("accepted running failed");
    assertThat(story.reason()).isEqualTo("no such unit");
    assertThat(story.result()).isEqualTo(Map.of("code", 5));
  }

  @Test
  void whatIsUncheckedIsBrokenAndTheInstanceIsReplaced() throws IOException {
    AtomicInteger made = new AtomicInteger();
    Supplier<CommandHandler<Act.Arguments>> handlers =
        () -> {
          int number = made.incrementAndGet();
          return new Act((arguments, context) ->
              switch (arguments.text()) {
                case "exception" -> throw new IllegalStateException("bang");
                case "error" -> throw new StackOverflowError("deep");
                default -> Reply.succeeded(number);
              });
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", handlers))) {
      Story exception = ship.await(SUBJECT, ship.send(SUBJECT, "exception"));
      assertThat(exception.words()).isEqualTo("accepted running failed");
      assertThat(exception.reason()).startsWith("broken").contains("bang");
      Ship.await("it is reported", () -> ship.report(SUBJECT).lastError().contains("bang"));
      Story error = ship.await(SUBJECT, ship.send(SUBJECT, "error"));
      assertThat(error.reason()).startsWith("broken").contains("StackOverflowError");
      assertThat(ship.await(SUBJECT, ship.send(SUBJECT, "")).result()).isEqualTo(3);
    }
  }

  @Test
  void argumentsWithAFaultInThemAreRejectedAndTheProcessGoesOn() throws IOException {
    try (Ship ship =
        Ship.with(data, Terms.USUAL.bind("one", (arguments, context) -> Reply.succeeded()))) {
      Story story = ship.await(SUBJECT, ship.send(SUBJECT, Act.Arguments.BROKEN));
      assertThat(story.words()).isEqualTo("accepted rejected");
      assertThat(story.reason()).contains("a fault of the record");
      assertThat(ship.await(SUBJECT, ship.send(SUBJECT, "next")).words()).endsWith("succeeded");
    }
  }

  @Test
  void aHandlerThatCannotBeMadeAgainBreaksItsCommandsAndNotItsProcess() throws IOException {
    AtomicInteger made = new AtomicInteger();
    Supplier<CommandHandler<Act.Arguments>> handlers =
        () -> {
          if (made.incrementAndGet() == 2) {
            throw new IllegalStateException("no licence");
          }
          return new Act((arguments, context) -> {
            if (arguments.text().equals("break")) {
              throw new IllegalStateException("bang");
            }
            return Reply.succeeded();
          });
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", handlers))) {
      assertThat(ship.await(SUBJECT, ship.send(SUBJECT, "break")).reason()).contains("bang");
      assertThat(ship.await(SUBJECT, ship.send(SUBJECT, "")).reason()).contains("no licence");
      assertThat(ship.await(SUBJECT, ship.send(SUBJECT, "")).words()).endsWith("succeeded");
    }
  }

  @Test
  void aResultThatIsNoDocumentIsBroken() throws IOException {
    Story story = run((arguments, context) -> Reply.succeeded(new Object()));
    assertThat(story.words()).isEqualTo("accepted running failed");
    assertThat(story.reason()).startsWith("broken");
  }

  @Test
  void aReasonIsNeverTooLongToBeTold() throws IOException {
    try (Ship ship =
        Ship.with(
            data,
            Terms.USUAL.bind(
                "one",
                (arguments, context) -> {
                  throw new IOException("x".repeat(2 << 20));
                }))) {
      Story story = ship.await(SUBJECT, ship.send(SUBJECT, ""));
      assertThat(story.words()).isEqualTo("accepted running failed");
      assertThat(story.reason()).hasSizeLessThan(10_000).startsWith("xxx");
    }
  }
}
