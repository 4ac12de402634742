package io.steward.runtime.cli.verb;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.job.ControlJob;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.send.SendAndFollow;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.fleet.MessageHistory;
import io.steward.runtime.jobs.JobControl;
import io.steward.runtime.jobs.JobStore;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `steward cancel ID|JOB`
@Command(
    name = "cancel",
    description = "Cancels a command that is waiting, running or not yet delivered; or a job.",
    mixinStandardHelpOptions = true)
public final class CancelMessage extends Verb {

  @Parameters(paramLabel = "ID", description = "The id of the command or job.")
  private String id = "";

  @Mixin private SendOptions options = new SendOptions();

  /// Made by picocli.
  CancelMessage() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = connect()) {
      JobStore store = new JobStore(bus);
      if (Addresses.isSafeId(id) && store.find(id).isPresent()) {
        return new ControlJob(store, sender(), console).apply(id, JobControl.Action.CANCEL);
      }
      Optional<MessageHistory.Detail> detail =
          new MessageHistory(bus, InstantSource.system()).of(id);
      if (detail.isEmpty()) {
        console.note("steward: there is no message or job " + id);
        return ExitCode.FAILED;
      }
      return new SendAndFollow(bus, sender(), console, options)
          .one(
              CancelRequest.of(
                  detail.get().row().subject(),
                  id,
                  Optional.of(new NodeName(detail.get().row().from()))))
          .map(result -> ExitCode.of(result.state()))
          .orElse(ExitCode.OK);
    }
  }
}
