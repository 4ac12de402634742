package io.steward.runtime.fleet;

import io.steward.api.Message;
import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Messages of one method to many units, sent side by side; all answers are heard through one
/// subscription.
///
/// @param bus to the broker
/// @param encoder as whom
public record FanOut(Bus bus, MessageEncoder encoder) {

  /// How many are on their way to the broker at a time.
  private static final int MAX_IN_FLIGHT = 1000;

  /// What is done about each message, on a thread of its own.
  ///
  /// @param <T> what comes of it
  public interface ResultHandler<T> {

    /// The broker has it.
    ///
    /// @param follower closed by whoever calls this
    T onStored(ExchangeFollower follower) throws InterruptedException;

    /// The broker did not say that it has it.
    void onNotStored(Message message, IOException why);
  }

  /// Sends all, and returns when something has come of each.
  ///
  /// @param messages at least one
  /// @return what came of those that were stored, in their order
  /// @throws IOException when something went wrong that is not the broker's
  public <T> List<T> send(List<Message> messages, ResultHandler<T> handler)
      throws IOException, InterruptedException {
    MessageSender sender = new MessageSender(bus, encoder);
    Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    var to = messages.getFirst().to();
    List<T> results = new ArrayList<>();
    try (ReplyRouter router = ReplyRouter.open(bus, to.method(), to.domain());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<T>>> futures = new ArrayList<>();
      for (Message message : messages) {
        inFlight.acquire(); // before its thread is there: ten thousand that wait are no help
        futures.add(threads.submit(() -> sendOne(message, sender, router, inFlight, handler)));
      }
      for (Future<Optional<T>> future : futures) {
        future.get().ifPresent(results::add);
      }
    } catch (ExecutionException e) {
      throw new IOException("following failed", e.getCause());
    }
    return results;
  }

  private static <T> Optional<T> sendOne(
      Message message, MessageSender sender, ReplyRouter router, Semaphore inFlight, ResultHandler<T> handler)
      throws InterruptedException {
    ExchangeFollower follower;
    try {
      follower = sender.send(message, router);
    } catch (IOException e) {
      handler.onNotStored(message, e);
      return Optional.empty();
    } finally {
      inFlight.release();
    }
    try (follower) {
      return Optional.of(handler.onStored(follower));
    }
  }
}
