package io.steward.benchmark.engine;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.emulation.Emulation;
import io.steward.runtime.emulation.EmulationSpec;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.FanOut;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// One command to each of many units: the time from the first publish until the sender has received
/// the last outcome.
///
/// @param units the number of units
record Fleet(int units) {

  /// The number of streams for its commands.
  static final int SHARDS = 16;

  private static final int CONNECTIONS = 4;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "one command to each of %,d units, until every outcome is received".formatted(units),
        rounds,
        List.of(
            new Way<>("plain, one answer", fleet -> plain(fleet, State.Terminal.SUCCEEDED)),
            new Way<>(
                "plain, two answers",
                fleet -> plain(fleet, State.InProgress.ACCEPTED, State.Terminal.SUCCEEDED)),
            new Way<>("steward", this::steward)));
  }

  private List<Figure> plain(TrialFleet fleet, State... states)
      throws IOException, InterruptedException, TimeoutException {
    List<NodeName> names = names(fleet);
    PlainFleet.start(fleet, names, states);
    Operator operator = Operator.on(fleet);
    AnswerCounter answers = AnswerCounter.subscribe(fleet, "*.reply.>");
    List<Subject> subjects = names.stream().map(NoOpCommand::subject).toList();
    Stopwatch stopwatch = Stopwatch.start();
    operator.send(subjects, units);
    answers.awaitOutcomes(units);
    return stopwatch.stop();
  }

  private List<Figure> steward(TrialFleet fleet) throws IOException, InterruptedException {
    var _ = emulate(fleet, units);
    NatsBus operator = fleet.openBus("operator-benchmark");
    operator.addresses(); // waits until it is connected
    FanOut fanOut =
        new FanOut(
            operator,
            new MessageEncoder(new NodeName("operator-benchmark"), InstantSource.system()));
    List<Message> messages =
        names(fleet).stream()
            .map(name ->
                Message.to(
                    Subject.command(
                        name, new MethodName("shellcommand"), new Domain("operatingsystem")),
                    Map.of("command", List.of("true"))))
            .toList();
    Stopwatch stopwatch = Stopwatch.start();
    long succeeded =
        fanOut.send(messages, Retry.within(TIMEOUT), new OutcomeHandler()).stream()
            .filter(State.Terminal.SUCCEEDED::equals)
            .count();
    List<Figure> figures = stopwatch.stop();
    if (succeeded != units) {
      throw new IOException((units - succeeded) + " did not succeed");
    }
    return figures;
  }

  /// Waits for the outcome of each message.
  private static final class OutcomeHandler implements FanOut.ResultHandler<State> {

    @Override
    public State onStored(ExchangeFollower follower) throws InterruptedException {
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (follower.state() instanceof State.InProgress && System.nanoTime() < deadline) {
        var _ = follower.next(Duration.ofNanos(deadline - System.nanoTime()));
      }
      return follower.state();
    }

    @Override
    public void onNotStored(Message message, IOException why) {
      throw new UncheckedIOException(why);
    }
  }

  private List<NodeName> names(TrialFleet fleet) {
    return IntStream.rangeClosed(1, units).mapToObj(i -> fleet.name("unit", i)).toList();
  }

  /// Starts emulated units, and returns when they are up.
  static Emulation emulate(TrialFleet fleet, int units) throws InterruptedException {
    EmulationSpec spec =
        new EmulationSpec(
            units,
            fleet.name("unit", 0).value().replaceFirst("0$", "%d"),
            Map.of(),
            Duration.ofMinutes(1),
            "0.0.0-benchmark");
    List<NatsBus> buses =
        IntStream.range(0, CONNECTIONS).mapToObj(i -> "units-" + i).map(fleet::openBus).toList();
    Emulation emulation = fleet.closeLater(Emulation.of(spec, buses));
    emulation.start().join();
    return emulation;
  }
}
