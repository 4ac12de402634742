package io.steward.runtime.cli;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.fleet.Sender;
import io.steward.runtime.fleet.Switchboard;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// Sends messages of one method to many units at once, and follows all of them.
final class Broadcast {

  /// How many are on their way to the broker at a time.
  private static final int ON_THEIR_WAY = 256;

  private final Bus bus;
  private final Console console;
  private final SendOptions options;
  private final Sender sender;
  private final Semaphore places = new Semaphore(ON_THEIR_WAY);
  private final Map<String, String> unsent = new ConcurrentSkipListMap<>();

  Broadcast(Bus bus, NodeName from, Console console, SendOptions options) {
    this.bus = bus;
    this.console = console;
    this.options = options;
    this.sender = new Sender(bus, new Letters(from, InstantSource.system()));
  }

  /// Sends all, and follows them until each has ended, or patience has.
  ///
  /// @param messages all of one method and domain
  /// @return how each went that was stored, in their order; none when they are detached
  List<Following.Result> send(List<Message> messages) throws IOException, InterruptedException {
    Progress progress = new Progress(console, messages.size());
    List<Following.Result> results = new ArrayList<>();
    var to = messages.getFirst().to();
    try (Switchboard board = Switchboard.on(bus, to.method(), to.domain());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Following.Result>>> followings = new ArrayList<>();
      for (Message message : messages) {
        followings.add(threads.submit(() -> one(message, board, progress)));
      }
      for (Future<Optional<Following.Result>> following : followings) {
        following.get().ifPresent(results::add);
      }
    } catch (ExecutionException e) {
      throw new IOException("following failed", e.getCause());
    } finally {
      console.progressDone();
    }
    return results;
  }

  /// The units for which the broker did not say that it has their message, each with the reason.
  Map<String, String> unsent() {
    return unsent;
  }

  private Optional<Following.Result> one(Message message, Switchboard board, Progress progress)
      throws InterruptedException {
    Optional<Conversation> stored = store(message, board);
    if (stored.isEmpty()) {
      progress.leftOut();
      return Optional.empty();
    }
    try (Conversation conversation = stored.get()) {
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
  }

  private Optional<Conversation> store(Message message, Switchboard board)
      throws InterruptedException {
    String node = message.to().node().value();
    places.acquire();
    try {
      return Optional.of(sender.send(options.limit(message), board));
    } catch (IOException e) {
      unsent.put(node, String.valueOf(e.getMessage()));
      if (console.json()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("node", node);
        object.put("reason", e.getMessage());
        console.object("unsent", object);
      }
      return Optional.empty();
    } finally {
      places.release();
    }
  }
}
