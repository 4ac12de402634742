package io.steward.runtime.cli;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/// A command to all units that somebody means: followed here, or ordered as a job.
///
/// @param bus to the broker
/// @param from who sends
/// @param console where it is told
/// @param options of the command
/// @param rollout whether a station carries it out, and how
record ManyUnits(
    Bus bus, NodeName from, Console console, SendOptions options, RolloutOptions rollout) {

  /// The commands, one for each unit that is meant now.
  ///
  /// @throws IllegalArgumentException when none is, or one of them says that it does not take it
  List<Message> commands(Targets targets, Function<NodeName, Message> command)
      throws IOException, InterruptedException {
    List<Unit> units = new Units(bus, InstantSource.system()).all();
    List<Message> commands = targets.names(units).stream().map(NodeName::new).map(command).toList();
    if (options.isChecked()) {
      new ArgumentCheck(units).check(commands);
    }
    return commands;
  }

  /// Sends them, or orders that they be sent.
  ///
  /// @return the exit code: that of the worst
  int send(Targets targets, List<Message> commands) throws IOException, InterruptedException {
    return rollout.isJob()
        ? new CreateJob(bus, from, console, options, rollout).create(targets, commands)
        : new SendAndFollow(bus, from, console, options).many(commands);
  }
}
