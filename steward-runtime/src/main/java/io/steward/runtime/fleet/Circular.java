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
/// @param letters as whom
public record Circular(Bus bus, Letters letters) {

  /// How many are on their way to the broker at a time.
  private static final int ON_THEIR_WAY = 1000;

  /// What is done about each message, on a thread of its own.
  ///
  /// @param <T> what comes of it
  public interface Reader<T> {

    /// The broker has it.
    ///
    /// @param conversation closed by whoever calls this
    T stored(Conversation conversation) throws InterruptedException;

    /// The broker did not say that it has it.
    void unsent(Message message, IOException why);
  }

  /// Sends all, and returns when something has come of each.
  ///
  /// @param messages at least one
  /// @return what came of those that were stored, in their order
  /// @throws IOException when something went wrong that is not the broker's
  public <T> List<T> send(List<Message> messages, Reader<T> reader)
      throws IOException, InterruptedException {
    Sender sender = new Sender(bus, letters);
    Semaphore places = new Semaphore(ON_THEIR_WAY);
    var to = messages.getFirst().to();
    List<T> results = new ArrayList<>();
    try (Switchboard board = Switchboard.on(bus, to.method(), to.domain());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<T>>> all = new ArrayList<>();
      for (Message message : messages) {
        places.acquire(); // before its thread is there: ten thousand that wait are no help
        all.add(threads.submit(() -> one(message, sender, board, places, reader)));
      }
      for (Future<Optional<T>> each : all) {
        each.get().ifPresent(results::add);
      }
    } catch (ExecutionException e) {
      throw new IOException("following failed", e.getCause());
    }
    return results;
  }

  private static <T> Optional<T> one(
      Message message, Sender sender, Switchboard board, Semaphore places, Reader<T> reader)
      throws InterruptedException {
    Conversation stored;
    try {
      stored = sender.send(message, board);
    } catch (IOException e) {
      reader.unsent(message, e);
      return Optional.empty();
    } finally {
      places.release();
    }
    try (stored) {
      return Optional.of(reader.stored(stored));
    }
  }
}
