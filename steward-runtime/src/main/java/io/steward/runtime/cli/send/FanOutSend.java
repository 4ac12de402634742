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
import io.steward.runtime.fleet.Retry;
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
  private final Bus bus;
  private final FanOut fanOut;
  private final Map<String, String> unsent = new ConcurrentSkipListMap<>();

  FanOutSend(Bus bus, NodeName from, Console console, SendOptions options) {
    this.bus = bus;
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
    Retry retry = options.retry(console);
    try (SilenceWatch watch = SilenceWatch.start(bus, console, options)) {
      return fanOut
          .send(
              messages.stream().map(options::withLimits).toList(),
              retry,
              new FanOutListener(new Progress(console, messages.size()), retry, watch))
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
    private final Retry retry;
    private final SilenceWatch watch;

    FanOutListener(Progress progress, Retry retry, SilenceWatch watch) {
      this.progress = progress;
      this.retry = retry;
      this.watch = watch;
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
                  state -> {
                    progress.onTransition(lastState.getAndSet(state), state);
                    watch.onState(follower, state);
                  })
              .follow(retry.remaining()));
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
