package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.History;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `steward cancel ID`
@Command(
    name = "cancel",
    description = "Cancels a command that waits, runs, or is still to be delivered.",
    mixinStandardHelpOptions = true)
final class CancelMessage extends Verb {

  @Parameters(paramLabel = "ID", description = "The command to cancel.")
  private String id = "";

  @Mixin private SendOptions options = new SendOptions();

  /// Made by picocli.
  CancelMessage() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = visit()) {
      Optional<History.Life> life = new History(bus, InstantSource.system()).of(id);
      if (life.isEmpty()) {
        console.note("steward: no message " + id + " is stored");
        return Exit.FAILED;
      }
      return new Dispatch(bus, sender(), console, options)
          .one(Dispatch.cancellation(life.get().row().subject().node(), id))
          .map(result -> Exit.of(result.state()))
          .orElse(Exit.FINE);
    }
  }
}
