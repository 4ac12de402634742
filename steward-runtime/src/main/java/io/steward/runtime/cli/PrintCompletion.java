package io.steward.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `steward completion bash|zsh`
@Command(
    name = "completion",
    description =
        "Prints a shell script that completes verbs, options, units, subjects and arguments.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "For bash, in ~/.bashrc:  source <(steward completion bash)",
      "For zsh, in ~/.zshrc after compinit:  source <(steward completion zsh)"
    })
final class PrintCompletion implements Callable<Integer> {

  /// The supported shells.
  enum Shell {
    /// The Bourne-again shell, 4.0 or newer.
    BASH,
    /// The Z shell.
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  /// Made by picocli.
  PrintCompletion() {}

  @Override
  public Integer call() throws IOException {
    try (InputStream script =
        PrintCompletion.class.getResourceAsStream("completion/steward." + shell)) {
      String text =
          new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
      new Console(Console.stdout(), System.err, System.getenv(), false).raw(text);
      return ExitCode.OK;
    }
  }
}
