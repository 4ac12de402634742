package io.steward.runtime.cli.send;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Retry;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sends messages, prints the answers, and sums up the outcomes.
public final class SendAndFollow {

  private final Bus bus;
  private final NodeName from;
  private final Console console;
  private final SendOptions options;

  /// @param from the sender
  public SendAndFollow(Bus bus, NodeName from, Console console, SendOptions options) {
    this.bus = bus;
    this.from = from;
    this.console = console;
    this.options = options;
  }

  /// Sends a message, and prints the answers.
  ///
  /// @return the outcome; empty if detached
  public Optional<MessageFollower.Result> one(Message message)
      throws IOException, InterruptedException {
    MessageSender sender = new MessageSender(bus, new MessageEncoder(from, InstantSource.system()));
    Retry retry = options.retry(console);
    try (ExchangeFollower follower = sender.send(options.withLimits(message), retry)) {
      if (options.isDetached()) {
        printStored(follower, console);
        return Optional.empty();
      }
      MessageFollower.Result result = follow(follower, retry);
      if (!console.json() && result.state() != State.Terminal.SUCCEEDED) {
        console.note(
            "steward: " + result.node() + ": " + result.state().word() + suffix(reason(result)));
      }
      cancelUnfinished(List.of(result));
      return Optional.of(result);
    }
  }

  private MessageFollower.Result follow(ExchangeFollower follower, Retry retry)
      throws InterruptedException {
    try (SilenceWatch watch = SilenceWatch.start(bus, console, options)) {
      return MessageFollower.single(follower, console, state -> watch.onState(follower, state))
          .follow(retry.remaining());
    }
  }

  /// Sends messages to many units concurrently, prints the answers, and sums up.
  ///
  /// @param messages all of one method and domain
  /// @return the exit code of the worst outcome
  int many(List<Message> messages) throws IOException, InterruptedException {
    FanOutSend fanOutSend = new FanOutSend(bus, from, console, options);
    List<MessageFollower.Result> results = fanOutSend.send(messages);
    if (!console.json() && !options.isDetached()) {
      Map<String, Unit> units = allEnded(results) ? Map.of() : unitsByName();
      FanOutSummary.lines(results, fanOutSend.unsent(), units, console, console.errorColumns())
          .forEach(console::note);
    }
    cancelUnfinished(results);
    int worst =
        results.stream().mapToInt(result -> ExitCode.of(result.state())).max().orElse(ExitCode.OK);
    return fanOutSend.unsent().isEmpty() ? worst : ExitCode.UNREACHABLE;
  }

  private static boolean allEnded(List<MessageFollower.Result> results) {
    return results.stream().allMatch(result -> result.state() instanceof State.Terminal);
  }

  /// All known units, by name.
  private Map<String, Unit> unitsByName() throws IOException, InterruptedException {
    return new Units(bus, InstantSource.system())
        .all().stream().collect(Collectors.toMap(Unit::name, Function.identity()));
  }

  /// Prints that a message is stored, the only output if detached.
  static void printStored(ExchangeFollower follower, Console console) {
    if (console.json()) {
      console.object(
          "state",
          Map.of(
              "id", follower.id(),
              "node", follower.subject().node().value(),
              "state", State.InProgress.STORED.word()));
    } else {
      console.line(follower.id());
    }
  }

  private static String suffix(String reason) {
    return reason.isEmpty() ? "" : ", " + reason;
  }

  /// The reason for the state; without an outcome, what the message is waiting for.
  private String reason(MessageFollower.Result result) throws IOException, InterruptedException {
    if (result.state() instanceof State.Terminal) {
      return result.reason();
    }
    Presence presence =
        new Units(bus, InstantSource.system()).presence(new NodeName(result.node()));
    String waited = "no outcome within " + AgeFormat.elapsed(options.waitTimeout());
    return result.state() == State.InProgress.STORED
        ? "the unit is "
            + presence.word()
            + "; the command will be delivered once it is online (id "
            + result.id()
            + ")"
        : waited + " (id " + result.id() + ")";
  }

  private void cancelUnfinished(List<MessageFollower.Result> results)
      throws IOException, InterruptedException {
    if (!options.cancelsUnfinished()) {
      return;
    }
    MessageSender sender = new MessageSender(bus, new MessageEncoder(from, InstantSource.system()));
    for (MessageFollower.Result result : results) {
      if (result.state() instanceof State.InProgress) {
        sender.send(CancelRequest.of(result.subject(), result.id(), Optional.of(from))).close();
        console.note("requested cancellation of " + result.id() + " on " + result.node());
      }
    }
  }
}
