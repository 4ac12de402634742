package io.steward.runtime.cli;

import io.steward.api.NodeName;
import io.steward.runtime.binding.Json;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `steward unit NAME`
@Command(
    name = "unit",
    description = "Shows everything a unit says of itself.",
    mixinStandardHelpOptions = true)
final class ShowUnit extends Verb {

  @Parameters(paramLabel = "NAME", description = "The unit.")
  private String name = "";

  /// Made by picocli.
  ShowUnit() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = visit()) {
      Optional<Unit> unit = new Units(bus, InstantSource.system()).find(new NodeName(name));
      if (unit.isEmpty()) {
        console.note(name + " is unseen: nothing was ever heard of it");
        return Exit.FAILED;
      }
      if (console.json()) {
        ListUnits.show(List.of(unit.get()), console);
      } else {
        console.line(
            console.bold(name)
                + " is "
                + console.state(unit.get().presence().word())
                + ", heard "
                + Ages.ago(unit.get().heard(), Instant.now())
                + (Ages.ago(unit.get().heard(), Instant.now()).equals("now") ? "" : " ago"));
        console.line(Json.yaml(unit.get().document()).stripTrailing());
      }
      return Exit.FINE;
    }
  }
}
