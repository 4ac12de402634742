package io.steward.runtime.cli;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Cancellation;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Sender;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sends messages, prints what comes back, and says how it went.
final class Dispatch {

  private final Bus bus;
  private final NodeName from;
  private final Console console;
  private final SendOptions options;

  Dispatch(Bus bus, NodeName from, Console console, SendOptions options) {
    this.bus = bus;
    this.from = from;
    this.console = console;
    this.options = options;
  }

  /// Sends a message, and prints what comes back.
  ///
  /// @return how it went; nothing when it is detached
  Optional<Following.Result> one(Message message) throws IOException, InterruptedException {
    Sender sender = new Sender(bus, new Letters(from, InstantSource.system()));
    try (Conversation conversation = sender.send(options.limit(message))) {
      if (options.detached()) {
        tellStored(conversation, console);
        return Optional.empty();
      }
      Following.Result result = Following.alone(conversation, console).follow(options.patience());
      if (!console.json() && result.state() != State.Last.SUCCEEDED) {
        console.note(
            "steward: " + result.node() + ": " + result.state().word() + suffix(reason(result)));
      }
      cancelOpen(List.of(result));
      return Optional.of(result);
    }
  }

  /// Sends messages to many units at once, prints what comes back, and sums up.
  ///
  /// @param messages all of one method and domain
  /// @return the exit code: that of the worst
  int many(List<Message> messages) throws IOException, InterruptedException {
    Broadcast broadcast = new Broadcast(bus, from, console, options);
    List<Following.Result> results = broadcast.send(messages);
    if (!console.json() && !options.detached()) {
      Map<String, Unit> units = allEnded(results) ? Map.of() : known();
      Summary.lines(results, broadcast.unsent(), units, console, console.errorColumns())
          .forEach(console::note);
    }
    cancelOpen(results);
    int worst =
        results.stream().mapToInt(result -> Exit.of(result.state())).max().orElse(Exit.FINE);
    return broadcast.unsent().isEmpty() ? worst : Exit.UNREACHABLE;
  }

  private static boolean allEnded(List<Following.Result> results) {
    return results.stream().allMatch(result -> result.state() instanceof State.Last);
  }

  /// Every unit, by name.
  private Map<String, Unit> known() throws IOException, InterruptedException {
    return new Units(bus, InstantSource.system())
        .all().stream().collect(Collectors.toMap(Unit::name, Function.identity()));
  }

  /// Says that a message is stored, which is all for one that is detached.
  static void tellStored(Conversation conversation, Console console) {
    if (console.json()) {
      console.object(
          "state",
          Map.of(
              "id", conversation.id(),
              "node", conversation.subject().node().value(),
              "state", State.Open.STORED.word()));
    } else {
      console.line(conversation.id());
    }
  }

  private static String suffix(String reason) {
    return reason.isEmpty() ? "" : ", " + reason;
  }

  /// Why it is where it is; for what is still open, whose turn it is.
  private String reason(Following.Result result) throws IOException, InterruptedException {
    if (result.state() instanceof State.Last) {
      return result.reason();
    }
    Presence presence =
        new Units(bus, InstantSource.system()).presence(new NodeName(result.node()));
    String waited = "no outcome within " + Ages.took(options.patience());
    return result.state() == State.Open.STORED
        ? "the unit is "
            + presence.word()
            + "; the command is stored, and is delivered when the unit is there (id "
            + result.id()
            + ")"
        : waited + " (id " + result.id() + ")";
  }

  private void cancelOpen(List<Following.Result> results) throws IOException, InterruptedException {
    if (!options.cancels()) {
      return;
    }
    Sender sender = new Sender(bus, new Letters(from, InstantSource.system()));
    for (Following.Result result : results) {
      if (result.state() instanceof State.Open) {
        sender.send(Cancellation.of(new NodeName(result.node()), result.id())).close();
        console.note("cancelled " + result.id() + " for " + result.node());
      }
    }
  }
}
