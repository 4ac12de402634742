package io.steward.runtime.emulation;

import io.steward.api.Description;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The arguments of the method `shellcommand`. The runtime does not depend on plugins, so this
/// duplicates the plugin's record; a test compares the two.
record ShellArguments(
    @Description("The program and its arguments, without a shell.") List<String> command,
    @Description("Lines for an interpreter, instead of a command.") Optional<String> script,
    @Description("Gets the script as its last argument; [/bin/sh, -c] by default.")
        List<String> interpreter,
    @Description("The program's standard input.") Optional<String> stdin,
    @Description("Added to the program's environment.") Map<String, String> environment,
    @Description("Its working directory, relative to the setting of that name.")
        Optional<Path> directory) {

  /// @throws IllegalArgumentException unless exactly one of command and script is given
  ShellArguments {
    if (command.isEmpty() == script.isEmpty()) {
      throw new IllegalArgumentException(
          "give either \"command\", a list such as [uname, -a], or \"script\"");
    }
  }

  /// The result of the method: how the program ended.
  record Result(int exit, Optional<Integer> signal, long pid, Instant started, Instant ended) {}
}
