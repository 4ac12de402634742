package io.steward.runtime.cli.send;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.job.CreateJob;
import io.steward.runtime.cli.method.ArgumentCheck;
import io.steward.runtime.cli.option.RolloutOptions;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A command to all target units: followed here, or created as a job.
///
/// @param bus to the broker
/// @param from the sender
/// @param console where progress and results go
/// @param options the options of the command
/// @param rollout whether it becomes a job, and how that is rolled out
public record FanOutCommand(
    Bus bus, NodeName from, Console console, SendOptions options, RolloutOptions rollout) {

  /// The commands, one for each unit that matches now.
  ///
  /// @throws IllegalArgumentException if none matches, or if a unit would reject its command
  public List<Message> commands(Targets targets, Function<NodeName, Message> command)
      throws IOException, InterruptedException {
    List<Unit> units = options.retry(console).call(() -> relevantUnits(targets));
    List<Message> commands = targets.names(units).stream().map(NodeName::new).map(command).toList();
    if (options.isChecked()) {
      new ArgumentCheck(units).check(commands);
    }
    return commands;
  }

  /// The units needed to resolve the targets and to check arguments. For a single literal name that
  /// is one request to the broker instead of ten.
  private List<Unit> relevantUnits(Targets targets) throws IOException, InterruptedException {
    Units units = new Units(bus, InstantSource.system());
    Optional<List<NodeName>> names = targets.literalNames().filter(each -> each.size() == 1);
    return names.isPresent()
        ? units.lastReported(names.get().getFirst()).stream().toList()
        : units.all();
  }

  /// Sends the commands, or creates a job that does.
  ///
  /// @return the exit code, that of the worst outcome
  public int send(Targets targets, List<Message> commands)
      throws IOException, InterruptedException {
    return rollout.isJob()
        ? new CreateJob(bus, from, console, options, rollout).create(targets, commands)
        : new SendAndFollow(bus, from, console, options).many(commands);
  }
}
