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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// One command to each of many units: from the first that is sent until the sender has heard the
/// last outcome.
///
/// @param units how many
record Fleet(int units) {

  /// Over how many streams its commands are spread.
  static final int SHARDS = 16;

  private static final int CONNECTIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  Comparison<Stand> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "one command to each of %,d units, until every outcome is heard".formatted(units),
        rounds,
        List.of(
            new Way<>("plain, one answer", stand -> plain(stand, State.Terminal.SUCCEEDED)),
            new Way<>(
                "plain, two answers",
                stand -> plain(stand, State.InProgress.ACCEPTED, State.Terminal.SUCCEEDED)),
            new Way<>("steward", this::steward)));
  }

  private List<Figure> plain(Stand stand, State... answers)
      throws IOException, InterruptedException, TimeoutException {
    List<NodeName> names = names(stand);
    PlainFleet.start(stand, names, answers);
    Operator operator = Operator.on(stand);
    Heard heard = Heard.from(stand, "*.reply.>");
    List<Subject> subjects = names.stream().map(Nothing::at).toList();
    Cost cost = Cost.begin();
    operator.send(subjects, units);
    heard.awaitEnded(units);
    return cost.end();
  }

  private List<Figure> steward(Stand stand) throws IOException, InterruptedException {
    var _ = emulate(stand, units);
    NatsBus operator = stand.open("operator-benchmark");
    operator.addresses(); // waits until it is there
    FanOut fanOut =
        new FanOut(
            operator,
            new MessageEncoder(new NodeName("operator-benchmark"), InstantSource.system()));
    List<Message> messages =
        names(stand).stream()
            .map(name ->
                Message.to(
                    Subject.command(
                        name, new MethodName("shellcommand"), new Domain("operatingsystem")),
                    Map.of("command", List.of("true"))))
            .toList();
    Cost cost = Cost.begin();
    long succeeded =
        fanOut.send(messages, new Outcome()).stream()
            .filter(State.Terminal.SUCCEEDED::equals)
            .count();
    List<Figure> figures = cost.end();
    if (succeeded != units) {
      throw new IOException((units - succeeded) + " did not succeed");
    }
    return figures;
  }

  /// Waits for the outcome of each.
  private static final class Outcome implements FanOut.ResultHandler<State> {

    @Override
    public State onStored(ExchangeFollower follower) throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
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

  private List<NodeName> names(Stand stand) {
    return IntStream.rangeClosed(1, units).mapToObj(i -> stand.name("unit", i)).toList();
  }

  /// Has emulated units that are up.
  static Emulation emulate(Stand stand, int units) throws InterruptedException {
    EmulationSpec spec =
        new EmulationSpec(
            units,
            stand.name("unit", 0).value().replaceFirst("0$", "%d"),
            Map.of(),
            Duration.ofMinutes(1),
            "0.0.0-benchmark");
    List<NatsBus> buses =
        IntStream.range(0, CONNECTIONS).mapToObj(i -> "units-" + i).map(stand::open).toList();
    Emulation emulation = stand.closing(Emulation.of(spec, buses));
    emulation.start().join();
    return emulation;
  }
}
