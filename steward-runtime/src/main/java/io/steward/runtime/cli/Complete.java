package io.steward.runtime.cli;

import io.steward.runtime.cli.completion.Completion;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `steward complete -- WORD...`, which the scripts of `steward completion` call on each TAB.
@Command(
    name = "complete",
    description = "Prints the completion candidates of the last word, one per line.",
    hidden = true)
final class Complete implements Callable<Integer> {

  @Parameters(paramLabel = "WORD", arity = "0..*", description = "The words typed after steward.")
  private List<String> words = List.of();

  /// Made by picocli.
  Complete() {}

  @Override
  public Integer call() {
    Console console = Console.ofProgram(false);
    Completion.of(words, Verbs::line).forEach(console::line);
    return ExitCode.OK;
  }
}
