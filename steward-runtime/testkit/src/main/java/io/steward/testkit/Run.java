package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.agent.MethodTrial;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.ReceivedAnswer;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One message on a workbench, and what came of it. To be used by one thread.
public final class Run {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MethodTrial trial;
  private final ExchangeFollower follower;
  private final List<Answer> answers = new ArrayList<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private Map<String, Object> last = Map.of();

  Run(MethodTrial trial, ExchangeFollower follower) {
    this.trial = trial;
    this.follower = follower;
  }

  /// Waits for the end.
  ///
  /// @return this, with what came until then
  public Run await() {
    while (!isEnded()) {
      next();
    }
    return this;
  }

  /// Waits until a text was printed on standard output.
  ///
  /// @param text any part of what is printed
  /// @return this, with what came until then
  public Run awaitOutput(String text) {
    while (!output().contains(text)) {
      if (isEnded()) {
        throw new AssertionError("it ended without printing " + text + ": " + output());
      }
      next();
    }
    return this;
  }

  /// Waits until the handler has it.
  ///
  /// @return this, with what came until then
  public Run awaitRunning() {
    while (follower.state() != State.InProgress.RUNNING && !isEnded()) {
      next();
    }
    return this;
  }

  /// Cancels it, as its sender would.
  ///
  /// @return this
  public Run cancel() {
    Subject subject =
        Subject.command(follower.subject().node(), new MethodName("cancel"), new Domain("steward"));
    try {
      trial.send(Message.to(subject, Map.of("id", follower.id()))).close();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean isEnded() {
    return follower.state().isTerminal()
        || (follower.subject().type() == MessageType.EVENT
            && follower.state() == State.InProgress.ACCEPTED);
  }

  private void next() {
    try {
      ReceivedAnswer received =
          follower
              .nextReceived(PATIENCE)
              .orElseThrow(() ->
                  new AssertionError(
                      "nothing more came in "
                          + PATIENCE.toSeconds()
                          + " s; it is "
                          + follower.state().word()));
      answers.add(received.answer());
      switch (received.answer()) {
        case Answer.Output piece -> add(piece);
        case Answer.Accepted _, Answer.Running _ -> {}
        case Answer.Outcome _ -> last = received.document();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void add(Answer.Output piece) {
    byte[] bytes = new byte[piece.bytes().remaining()];
    piece.bytes().get(bytes);
    (piece.channel() == Answer.Channel.STDOUT ? output : errors).writeBytes(bytes);
  }

  /// {@return the message's id}
  public String id() {
    return follower.id();
  }

  /// {@return where it stands, as far as was waited for}
  public State state() {
    return follower.state();
  }

  /// {@return what was printed on standard output so far}
  public String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  /// {@return what was printed on standard error so far}
  public String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  /// {@return why it ended as it did; empty when there is nothing to say}
  public String reason() {
    return last.getOrDefault("reason", "").toString();
  }

  /// {@return the result document, as plain data; empty when there is none}
  public Map<String, Object> result() {
    return UntrustedDocuments.map(last.get("result"));
  }

  /// {@return all that was told at the end, as plain data}
  public Map<String, Object> document() {
    return last;
  }

  /// {@return everything that came back so far, in order}
  public List<Answer> answers() {
    return List.copyOf(answers);
  }
}
