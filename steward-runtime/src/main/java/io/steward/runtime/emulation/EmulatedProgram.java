package io.steward.runtime.emulation;

import io.steward.runtime.databind.Durations;
import java.time.Duration;
import java.util.List;

/// The emulated run of a command line: its duration and its exit code. No process is started.
///
/// `sleep` lasts as long as its argument says, `false` and `exit` have their exit codes, anything
/// else succeeds at once. The statements of a script, or of the argument of `sh -c`, are run in
/// turn: `sleep 2; exit 3`.
///
/// @param duration how long it runs
/// @param exit the exit code
record EmulatedProgram(Duration duration, int exit) {

  private static final EmulatedProgram NO_OP = new EmulatedProgram(Duration.ZERO, 0);
  private static final Duration MAX_DURATION = Duration.ofDays(1);

  static EmulatedProgram of(ShellArguments arguments) {
    List<String> command = arguments.command();
    if (arguments.script().isPresent()) {
      return script(arguments.script().get());
    }
    if (command.size() > 2
        && command.get(0).matches("(.*/)?(ba)?sh")
        && command.get(1).equals("-c")) {
      return script(command.get(2));
    }
    return NO_OP.then(command);
  }

  private static EmulatedProgram script(String text) {
    EmulatedProgram program = NO_OP;
    for (String statement : text.split("[;\n]|&&|\\|\\|", -1)) {
      List<String> words = List.of(statement.strip().split("\\s+", -1));
      program = program.then(words);
      if (words.getFirst().equals("exit")) {
        break;
      }
    }
    return program;
  }

  private EmulatedProgram then(List<String> words) {
    String argument = words.size() > 1 ? words.get(1) : "";
    try {
      return switch (words.getFirst()) {
        case "sleep" -> new EmulatedProgram(duration.plus(parseDuration(argument)), 0);
        case "false" -> new EmulatedProgram(duration, 1);
        case "exit" ->
            new EmulatedProgram(duration, argument.isEmpty() ? exit : exitCode(argument));
        default -> new EmulatedProgram(duration, 0);
      };
    } catch (IllegalArgumentException e) {
      return new EmulatedProgram(duration, 1); // as the real programs do
    }
  }

  /// Parses seconds, with or without a fraction, or a duration such as `5m`.
  private static Duration parseDuration(String text) {
    Duration duration =
        text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
            ? Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000))
            : Durations.parse(text);
    return duration.compareTo(MAX_DURATION) < 0 ? duration : MAX_DURATION;
  }

  private static int exitCode(String text) {
    return Integer.parseInt(text) & 0xff;
  }
}
