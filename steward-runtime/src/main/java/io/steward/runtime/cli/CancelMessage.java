package io.steward.runtime.cli;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Cancellation;
import io.steward.runtime.fleet.History;
import io.steward.runtime.jobs.JobBook;
import io.steward.runtime.jobs.Wish;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `steward cancel ID|JOB`
@Command(
    name = "cancel",
    description = "Cancels a command that waits, runs, or is still to be delivered; or a job.",
    mixinStandardHelpOptions = true)
final class CancelMessage extends Verb {

  @Parameters(paramLabel = "ID", description = "The command, or the job.")
  private String id = "";

  @Mixin private SendOptions options = new SendOptions();

  /// Made by picocli.
  CancelMessage() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = visit()) {
      JobBook book = new JobBook(bus);
      if (Addresses.isSafeId(id) && book.find(id).isPresent()) {
        return new JobWish(book, sender(), console).of(id, Wish.Kind.CANCEL);
      }
      Optional<History.Life> life = new History(bus, InstantSource.system()).of(id);
      if (life.isEmpty()) {
        console.note("steward: there is no message and no job " + id);
        return Exit.FAILED;
      }
      return new Dispatch(bus, sender(), console, options)
          .one(Cancellation.of(life.get().row().subject().node(), id))
          .map(result -> Exit.of(result.state()))
          .orElse(Exit.FINE);
    }
  }
}
