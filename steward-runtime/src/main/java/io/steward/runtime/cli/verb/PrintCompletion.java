package io.steward.runtime.cli.verb;

import io.steward.runtime.cli.completion.Shell;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `steward completion bash|zsh|fish`
@Command(
    name = "completion",
    description =
        "Prints a shell script that completes verbs, options, units, subjects and arguments.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "For bash, in ~/.bashrc:  source <(steward completion bash)",
      "For zsh, in ~/.zshrc after compinit:  source <(steward completion zsh)",
      "For fish, in ~/.config/fish/config.fish:  steward completion fish | source"
    })
public final class PrintCompletion implements Callable<Integer> {

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  /// Made by picocli.
  PrintCompletion() {}

  @Override
  public Integer call() {
    Console.ofProgram(false).raw(Objects.requireNonNull(shell).script());
    return ExitCode.OK;
  }
}
