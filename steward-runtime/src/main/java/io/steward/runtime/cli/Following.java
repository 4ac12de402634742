package io.steward.runtime.cli;

import io.steward.api.Answer;
import io.steward.api.State;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Documents;
import io.steward.runtime.fleet.Told;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Prints what comes back for one message.
final class Following {

  private final Conversation conversation;
  private final Console console;
  private final boolean many;
  private final Consumer<State> onState;
  private final long sent = System.nanoTime();
  private String unfinished = "";

  private Following(
      Conversation conversation, Console console, boolean many, Consumer<State> onState) {
    this.conversation = conversation;
    this.console = console;
    this.many = many;
    this.onState = onState;
  }

  /// Follows one message alone.
  static Following alone(Conversation conversation, Console console) {
    String node = conversation.subject().node().value();
    return new Following(
        conversation,
        console,
        false,
        state -> console.progress(node + " " + state.word() + " " + conversation.id()));
  }

  /// Follows one of many, so that lines say whose they are.
  ///
  /// @param onState told of each state
  static Following among(Conversation conversation, Console console, Consumer<State> onState) {
    return new Following(conversation, console, true, onState);
  }

  /// How a message went, as far as it was followed.
  ///
  /// @param node the receiver
  /// @param id of the message
  /// @param state the last one heard of
  /// @param reason why, or empty
  /// @param exit the program's exit code, when there was a program
  /// @param document the result document, where there is one yet
  /// @param took from sending to the end of following
  record Result(
      String node,
      String id,
      State state,
      String reason,
      Optional<Integer> exit,
      Map<String, Object> document,
      Duration took) {}

  /// Follows until the end, or until patience does.
  Result follow(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, Object> last = Map.of();
    state(State.Open.STORED, Map.of());
    boolean open = true;
    while (open) {
      long left = deadline - System.nanoTime();
      Optional<Told> told =
          left <= 0 ? Optional.empty() : conversation.tell(Duration.ofNanos(left));
      if (told.isEmpty()) {
        break;
      }
      switch (told.get().answer()) {
        case Answer.Output output -> print(output);
        case Answer.Accepted _, Answer.Running _ -> {
          state(conversation.state(), told.get().document());
          open = !isEvent();
        }
        case Answer.Last end -> {
          last = told.get().document();
          onState.accept(end.state());
          open = false;
        }
      }
    }
    finishLine();
    Result result =
        new Result(
            conversation.subject().node().value(),
            conversation.id(),
            conversation.state(),
            last.getOrDefault("reason", "").toString(),
            exit(last),
            Documents.map(last.get("result")),
            Duration.ofNanos(System.nanoTime() - sent));
    if (console.json()) {
      outcome(result, last);
    }
    return result;
  }

  private boolean isEvent() {
    return conversation.subject().type() == io.steward.api.MessageType.EVENT;
  }

  private static Optional<Integer> exit(Map<String, Object> document) {
    return Documents.map(document.get("result")).get("exit") instanceof Number number
        ? Optional.of(number.intValue())
        : Optional.empty();
  }

  private void state(State state, Map<String, Object> document) {
    if (console.json()) {
      Map<String, Object> object = head();
      object.put("state", state.word());
      if (document.containsKey("at")) {
        object.put("at", document.get("at"));
      }
      console.object("state", object);
    }
    onState.accept(state);
  }

  private void outcome(Result result, Map<String, Object> document) {
    Map<String, Object> object = head();
    object.put("state", result.state().word());
    result.exit().ifPresent(exit -> object.put("exit", exit));
    for (String key : new String[] {"reason", "started", "ended", "result", "output"}) {
      if (document.containsKey(key) && !"".equals(document.get(key))) {
        object.put(key, document.get(key));
      }
    }
    ran(document).ifPresent(ran -> object.put("ranMillis", ran.toMillis()));
    object.put("tookMillis", result.took().toMillis());
    console.object("outcome", object);
  }

  private static Optional<Duration> ran(Map<String, Object> document) {
    try {
      return Optional.of(
          Duration.between(
              Instant.parse(String.valueOf(document.get("started"))),
              Instant.parse(String.valueOf(document.get("ended")))));
    } catch (DateTimeException never) {
      return Optional.empty();
    }
  }

  private Map<String, Object> head() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", conversation.id());
    object.put("node", conversation.subject().node().value());
    return object;
  }

  private void print(Answer.Output output) {
    ByteBuffer buffer = output.bytes();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    boolean errors = output.channel() == Answer.Channel.STDERR;
    if (console.json()) {
      Map<String, Object> object = head();
      object.put("stream", errors ? "stderr" : "stdout");
      object.put("offset", output.offset());
      object.put("text", new String(bytes, StandardCharsets.UTF_8));
      console.object("output", object);
    } else if (many) {
      lines(new String(bytes, StandardCharsets.UTF_8));
    } else {
      console.progressDone();
      if (errors) {
        console.errorBytes(bytes);
      } else {
        console.bytes(bytes);
      }
    }
  }

  /// Whole lines with the node's name before each; a line still being written waits for its end.
  private void lines(String text) {
    String all = unfinished + text;
    int end = all.lastIndexOf('\n') + 1;
    String node = console.bold(conversation.subject().node().value());
    all.substring(0, end).lines().forEach(line -> console.line(node + ": " + line));
    unfinished = all.substring(end);
  }

  private void finishLine() {
    if (!many) {
      console.progressDone();
    }
    if (!unfinished.isEmpty()) {
      console.line(console.bold(conversation.subject().node().value()) + ": " + unfinished);
      unfinished = "";
    }
  }
}
