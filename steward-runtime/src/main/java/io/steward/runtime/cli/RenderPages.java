package io.steward.runtime.cli;

import io.steward.runtime.cli.help.HelpPages;
import io.steward.runtime.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `steward render-pages FOLDER`, used to build the distribution.
@Command(
    name = "render-pages",
    description = "Writes the help and man pages to files.",
    hidden = true)
final class RenderPages implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER", description = "The folder to write help/ and share/ to.")
  private Path folder = Path.of("");

  /// Made by picocli.
  RenderPages() {}

  @Override
  public Integer call() throws IOException {
    for (Map.Entry<String, String> page : HelpPages.of(Verbs.line(List.of())).entrySet()) {
      Path file = folder.resolve(page.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, page.getValue());
    }
    return ExitCode.OK;
  }
}
