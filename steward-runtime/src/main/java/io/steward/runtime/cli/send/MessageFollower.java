package io.steward.runtime.cli.send;

import io.steward.api.Answer;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.ReceivedAnswer;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Prints the answers to one message.
public final class MessageFollower {

  private final ExchangeFollower follower;
  private final Console console;
  private final boolean prefixLines;
  private final Consumer<State> onState;
  private final long sentNanos = System.nanoTime();
  private String partialLine = "";

  private MessageFollower(
      ExchangeFollower follower, Console console, boolean prefixLines, Consumer<State> onState) {
    this.follower = follower;
    this.console = console;
    this.prefixLines = prefixLines;
    this.onState = onState;
  }

  /// Follows a single message.
  public static MessageFollower single(ExchangeFollower follower, Console console) {
    return single(follower, console, _ -> {});
  }

  /// Follows a single message.
  ///
  /// @param onState called with each state
  static MessageFollower single(
      ExchangeFollower follower, Console console, Consumer<State> onState) {
    String node = follower.subject().node().value();
    return new MessageFollower(
        follower,
        console,
        false,
        state -> {
          console.progress(node + " " + state.word() + " " + follower.id());
          onState.accept(state);
        });
  }

  /// Follows one of many messages; each line begins with the name of the node.
  ///
  /// @param onState called with each state
  static MessageFollower oneOfMany(
      ExchangeFollower follower, Console console, Consumer<State> onState) {
    return new MessageFollower(follower, console, true, onState);
  }

  /// The outcome of a message, as far as it was followed.
  ///
  /// @param subject the receiver
  /// @param id the message's id
  /// @param state the last known state
  /// @param reason why, or empty
  /// @param exit the program's exit code, if a program ran
  /// @param document the result document; empty if there is none yet
  /// @param took the time from sending until following ended
  public record Result(
      Subject subject,
      String id,
      State state,
      String reason,
      Optional<Integer> exit,
      Map<String, Object> document,
      Duration took) {

    /// The receiving node.
    public String node() {
      return subject.node().value();
    }
  }

  /// Follows until the outcome or the timeout.
  public Result follow(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Map<String, Object> last = Map.of();
    reportState(State.InProgress.STORED, Map.of());
    boolean following = true;
    while (following) {
      long left = deadline - System.nanoTime();
      Optional<ReceivedAnswer> received =
          left <= 0 ? Optional.empty() : follower.nextReceived(Duration.ofNanos(left));
      if (received.isEmpty()) {
        break;
      }
      switch (received.get().answer()) {
        case Answer.Output output -> printOutput(output);
        case Answer.Accepted _, Answer.Running _ -> {
          reportState(follower.state(), received.get().document());
          following = !isEvent();
        }
        case Answer.Outcome end -> {
          last = received.get().document();
          onState.accept(end.state());
          following = false;
        }
      }
    }
    flushLine();
    Result result =
        new Result(
            follower.subject(),
            follower.id(),
            follower.state(),
            last.getOrDefault("reason", "").toString(),
            exit(last),
            UntrustedDocuments.map(last.get("result")),
            Duration.ofNanos(System.nanoTime() - sentNanos));
    if (console.json()) {
      reportOutcome(result, last);
    }
    return result;
  }

  private boolean isEvent() {
    return follower.subject().type() == io.steward.api.MessageType.EVENT;
  }

  private static Optional<Integer> exit(Map<String, Object> document) {
    return UntrustedDocuments.map(document.get("result")).get("exit") instanceof Number number
        ? Optional.of(number.intValue())
        : Optional.empty();
  }

  private void reportState(State state, Map<String, Object> document) {
    if (console.json()) {
      Map<String, Object> object = commonFields();
      object.put("state", state.word());
      if (document.containsKey("at")) {
        object.put("at", document.get("at"));
      }
      console.object("state", object);
    }
    onState.accept(state);
  }

  private void reportOutcome(Result result, Map<String, Object> document) {
    Map<String, Object> object = commonFields();
    object.put("state", result.state().word());
    result.exit().ifPresent(exit -> object.put("exit", exit));
    for (String key : new String[] {"reason", "started", "ended", "result", "output"}) {
      if (document.containsKey(key) && !"".equals(document.get(key))) {
        object.put(key, document.get(key));
      }
    }
    runTime(document).ifPresent(ran -> object.put("ranMillis", AgeFormat.millis(ran)));
    object.put("tookMillis", result.took().toMillis());
    console.object("outcome", object);
  }

  private static Optional<Duration> runTime(Map<String, Object> document) {
    try {
      return Optional.of(
          Duration.between(
              Instant.parse(String.valueOf(document.get("started"))),
              Instant.parse(String.valueOf(document.get("ended")))));
    } catch (DateTimeException never) {
      return Optional.empty();
    }
  }

  private Map<String, Object> commonFields() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", follower.id());
    object.put("node", follower.subject().node().value());
    return object;
  }

  private void printOutput(Answer.Output output) {
    ByteBuffer buffer = output.bytes();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    boolean errors = output.channel() == Answer.Channel.STDERR;
    if (console.json()) {
      Map<String, Object> object = commonFields();
      object.put("stream", errors ? "stderr" : "stdout");
      object.put("offset", output.offset());
      object.put("text", new String(bytes, StandardCharsets.UTF_8));
      console.object("output", object);
    } else if (prefixLines) {
      printLines(new String(bytes, StandardCharsets.UTF_8));
    } else {
      console.endProgress();
      if (errors) {
        console.errorBytes(bytes);
      } else {
        console.bytes(bytes);
      }
    }
  }

  /// Prints complete lines, each after the node's name; a partial line waits for its end.
  private void printLines(String text) {
    String all = partialLine + text;
    int end = all.lastIndexOf('\n') + 1;
    all.substring(0, end).lines().forEach(this::printLine);
    partialLine = all.substring(end);
  }

  private void flushLine() {
    if (!prefixLines) {
      console.endProgress();
    }
    if (!partialLine.isEmpty()) {
      printLine(partialLine);
      partialLine = "";
    }
  }

  private void printLine(String line) {
    console.line(
        console.bold(follower.subject().node().value()), ": ", PrintableText.ofOutput(line));
  }
}
