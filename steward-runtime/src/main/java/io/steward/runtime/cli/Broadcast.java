package io.steward.runtime.cli;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Circular;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Letters;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;

/// Sends messages of one method to many units at once, and tells what comes of each.
final class Broadcast {

  private final Console console;
  private final SendOptions options;
  private final Circular circular;
  private final Map<String, String> unsent = new ConcurrentSkipListMap<>();

  Broadcast(Bus bus, NodeName from, Console console, SendOptions options) {
    this.console = console;
    this.options = options;
    this.circular = new Circular(bus, new Letters(from, InstantSource.system()));
  }

  /// Sends all, and follows them until each has ended, or patience has.
  ///
  /// @param messages all of one method and domain
  /// @return how each went that was stored, in their order; none when they are detached
  List<Following.Result> send(List<Message> messages) throws IOException, InterruptedException {
    try {
      return circular
          .send(
              messages.stream().map(options::limit).toList(),
              new Told(new Progress(console, messages.size())))
          .stream()
          .flatMap(Optional::stream)
          .toList();
    } finally {
      console.progressDone();
    }
  }

  /// The units for which the broker did not say that it has their message, each with the reason.
  Map<String, String> unsent() {
    return unsent;
  }

  /// Tells how far all have come, and what comes of each.
  private final class Told implements Circular.Reader<Optional<Following.Result>> {

    private final Progress progress;

    Told(Progress progress) {
      this.progress = progress;
    }

    @Override
    public Optional<Following.Result> stored(Conversation conversation)
        throws InterruptedException {
      if (options.detached()) {
        Dispatch.tellStored(conversation, console);
        return Optional.empty();
      }
      AtomicReference<State> last = new AtomicReference<>(State.Open.STORED);
      return Optional.of(
          Following.among(
                  conversation, console, state -> progress.moved(last.getAndSet(state), state))
              .follow(options.patience()));
    }

    @Override
    public void unsent(Message message, IOException why) {
      String node = message.to().node().value();
      progress.leftOut();
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
