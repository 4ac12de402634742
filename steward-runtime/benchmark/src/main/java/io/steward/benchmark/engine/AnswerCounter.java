package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Counts stored answers: the broker republishes each once it is stored.
public final class AnswerCounter {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final Semaphore accepted = new Semaphore(0);
  private final Semaphore outcomes = new Semaphore(0);

  private AnswerCounter() {}

  /// Subscribes to the answers of nodes.
  public static AnswerCounter subscribe(TrialFleet fleet, List<NodeName> nodes)
      throws IOException, InterruptedException {
    return subscribe(fleet, nodes.stream().map(node -> node + ".reply.>").toArray(String[]::new));
  }

  /// Subscribes to answers by their subjects.
  static AnswerCounter subscribe(TrialFleet fleet, String... subjects)
      throws IOException, InterruptedException {
    AnswerCounter answers = new AnswerCounter();
    Connection connection = fleet.connect();
    Dispatcher dispatcher = connection.createDispatcher(answers::count);
    dispatcher.setPendingLimits(-1, -1);
    Stream.of(subjects).forEach(dispatcher::subscribe);
    try {
      connection.flush(TIMEOUT);
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
    return answers;
  }

  private void count(Message message) {
    State state = State.parse(message.getHeaders().getFirst(Header.STATE));
    if (state == State.InProgress.ACCEPTED) {
      accepted.release();
    } else if (state.isTerminal()) {
      outcomes.release();
    }
  }

  /// Waits until a number of further messages is accepted.
  void awaitAccepted(int count) throws InterruptedException, TimeoutException {
    await(accepted, count);
  }

  /// Waits until a number of further messages has ended.
  public void awaitOutcomes(int count) throws InterruptedException, TimeoutException {
    await(outcomes, count);
  }

  private static void await(Semaphore semaphore, int count)
      throws InterruptedException, TimeoutException {
    if (!semaphore.tryAcquire(count, TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException((count - semaphore.availablePermits()) + " answers are missing");
    }
  }
}
