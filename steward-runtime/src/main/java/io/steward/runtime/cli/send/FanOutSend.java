package io.steward.runtime.cli.send;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.FanOut;
import io.steward.runtime.fleet.MessageEncoder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;

/// Sends messages of one method to many units concurrently, and prints the answers.
final class FanOutSend {

  private final Console console;
  private final SendOptions options;
  private final FanOut fanOut;
  private final Map<String, String> unsent = new ConcurrentSkipListMap<>();

  FanOutSend(Bus bus, NodeName from, Console console, SendOptions options) {
    this.console = console;
    this.options = options;
    this.fanOut = new FanOut(bus, new MessageEncoder(from, InstantSource.system()));
  }

  /// Sends all messages, and follows them until each has an outcome or the timeout is over.
  ///
  /// @param messages all of one method and domain
  /// @return the results of the stored messages, in their order; empty if detached
  List<MessageFollower.Result> send(List<Message> messages)
      throws IOException, InterruptedException {
    try {
      return fanOut
          .send(
              messages.stream().map(options::withLimits).toList(),
              new FanOutListener(new Progress(console, messages.size())))
          .stream()
          .flatMap(Optional::stream)
          .toList();
    } finally {
      console.endProgress();
    }
  }

  /// The reasons why messages were not confirmed by the broker, by unit.
  Map<String, String> unsent() {
    return unsent;
  }

  /// Shows the overall progress, and the answers to each message.
  private final class FanOutListener
      implements FanOut.ResultHandler<Optional<MessageFollower.Result>> {

    private final Progress progress;

    FanOutListener(Progress progress) {
      this.progress = progress;
    }

    @Override
    public Optional<MessageFollower.Result> onStored(ExchangeFollower follower)
        throws InterruptedException {
      if (options.isDetached()) {
        SendAndFollow.printStored(follower, console);
        return Optional.empty();
      }
      AtomicReference<State> lastState = new AtomicReference<>(State.InProgress.STORED);
      return Optional.of(
          MessageFollower.oneOfMany(
                  follower,
                  console,
                  state -> progress.onTransition(lastState.getAndSet(state), state))
              .follow(options.waitTimeout()));
    }

    @Override
    public void onNotStored(Message message, IOException why) {
      String node = message.to().node().value();
      progress.onUnsent();
      unsent.put(node, String.valueOf(why.getMessage()));
      if (console.json()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("node", node);
        object.put("reason", why.getMessage());
        console.object("unsent", object);
      }
    }
  }
}
