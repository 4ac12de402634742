package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.ReceivedAnswer;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.node.MethodTrial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One message on a workbench, and its answers. For use by one thread.
public final class Run {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

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

  /// Waits until the message has ended.
  ///
  /// @return this, with all answers
  public Run await() {
    while (!isEnded()) {
      next();
    }
    return this;
  }

  /// Waits until a text has been printed on standard output.
  ///
  /// @param text part of the output
  /// @return this, with the answers so far
  public Run awaitOutput(String text) {
    while (!output().contains(text)) {
      if (isEnded()) {
        throw new AssertionError("it ended without printing " + text + ": " + output());
      }
      next();
    }
    return this;
  }

  /// Waits until the handler has been called.
  ///
  /// @return this, with the answers so far
  public Run awaitRunning() {
    while (follower.state() != State.InProgress.RUNNING && !isEnded()) {
      next();
    }
    return this;
  }

  /// Cancels the message, as its sender would.
  ///
  /// @return this
  public Run cancel() {
    Subject subject =
        Subject.command(follower.subject().node(), new MethodName("cancel"), new Domain("steward"));
    try {
      Map<String, String> cancelled =
          Map.of("subject", follower.subject().toString(), "id", follower.id());
      trial.send(Message.to(subject, cancelled)).close();
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
              .nextReceived(TIMEOUT)
              .orElseThrow(() ->
                  new AssertionError(
                      "no further answer within "
                          + TIMEOUT.toSeconds()
                          + " s; the state is "
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

  /// {@return the state after the answers awaited so far}
  public State state() {
    return follower.state();
  }

  /// {@return the standard output so far}
  public String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  /// {@return the standard error so far}
  public String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  /// {@return the reason of the outcome; empty when it has none}
  public String reason() {
    return last.getOrDefault("reason", "").toString();
  }

  /// {@return the result document, as plain data; empty when there is none}
  public Map<String, Object> result() {
    return UntrustedDocuments.map(last.get("result"));
  }

  /// {@return the document of the outcome, as plain data}
  public Map<String, Object> document() {
    return last;
  }

  /// {@return the answers so far, in order}
  public List<Answer> answers() {
    return List.copyOf(answers);
  }
}
