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

/// Sends messages of one method to many units concurrently, and receives all answers through one
/// subscription.
///
/// @param bus the connection to the broker
/// @param encoder encodes messages with their sender
public record FanOut(Bus bus, MessageEncoder encoder) {

  /// The maximum number of messages that wait for the broker's acknowledgement.
  private static final int MAX_IN_FLIGHT = 1000;

  /// Handles each message, on a thread of its own.
  ///
  /// @param <T> the type of the result
  public interface ResultHandler<T> {

    /// The broker has stored the message.
    ///
    /// @param follower closed by the caller
    T onStored(ExchangeFollower follower) throws InterruptedException;

    /// The broker did not acknowledge the message.
    void onNotStored(Message message, IOException why);
  }

  /// Sends all messages, and returns when each has been handled.
  ///
  /// @param messages at least one, all of the same method and domain
  /// @param retry tells how long to try
  /// @return the results of the messages that were stored, in order
  /// @throws IOException if something other than publishing fails
  public <T> List<T> send(List<Message> messages, Retry retry, ResultHandler<T> handler)
      throws IOException, InterruptedException {
    MessageSender sender = new MessageSender(bus, encoder);
    Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    var to = messages.getFirst().to();
    List<T> results = new ArrayList<>();
    try (ReplyRouter router = ReplyRouter.open(bus, to.method(), to.domain());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<T>>> futures = new ArrayList<>();
      for (Message message : messages) {
        inFlight.acquire(); // before creating the thread, to keep thousands of threads from waiting
        futures.add(
            threads.submit(() -> sendOne(message, sender, retry, router, inFlight, handler)));
      }
      for (Future<Optional<T>> future : futures) {
        future.get().ifPresent(results::add);
      }
    } catch (ExecutionException e) {
      throw new IOException("cannot follow the messages", e.getCause());
    }
    return results;
  }

  private static <T> Optional<T> sendOne(
      Message message,
      MessageSender sender,
      Retry retry,
      ReplyRouter router,
      Semaphore inFlight,
      ResultHandler<T> handler)
      throws InterruptedException {
    ExchangeFollower follower;
    try {
      follower = sender.send(message, retry, router);
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
