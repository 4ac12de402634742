package io.steward.runtime.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `steward complete -- WORD...`, which the scripts of `steward completion` call for each key.
@Command(
    name = "complete",
    description = "Says what the last of some words may become, one candidate a line.",
    hidden = true)
final class Complete implements Callable<Integer> {

  @Parameters(paramLabel = "WORD", arity = "0..*", description = "The words after steward.")
  private List<String> words = List.of();

  @Spec private @Nullable CommandSpec spec;

  /// Made by picocli.
  Complete() {}

  @Override
  public Integer call() {
    Console console = new Console(Console.stdout(), System.err, System.getenv(), false);
    if (spec != null) {
      Completion.of(spec.root(), words).forEach(console::line);
    }
    return Exit.FINE;
  }
}
