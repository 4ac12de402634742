package io.steward.runtime.cli;

import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.option.Version;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program; see {@link Verbs} for what it does.
@Command(
    name = "steward",
    description = "Manages edge units asynchronously, by message passing over NATS.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:all succeeded",
      " 1:at least one failed; run with one target exits with the program's exit code",
      " 2:usage or configuration error",
      " 3:not accepted, or no outcome, in time",
      " 4:rejected",
      " 5:outcome unknown",
      " 6:broker unreachable"
    })
public final class Steward implements Runnable {

  @Spec private CommandSpec spec;

  /// Made by picocli.
  @SuppressWarnings("NullAway") // picocli sets the field
  Steward() {}

  /// Runs a verb.
  ///
  /// @return the exit code
  public static int run(String... arguments) {
    List<String> typed = List.of(arguments);
    LogSetup.configure(typed);
    return Verbs.line(typed)
        .setExecutionExceptionHandler((exception, line, result) -> handle(exception))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }

  private static int handle(Exception exception) {
    return switch (exception) {
      case ProblemsException problems -> {
        problems.problems().forEach(problem -> print(problem.toString()));
        int count = problems.problems().size();
        System.err.println(
            count + (count == 1 ? " problem" : " problems") + "; nothing was started.");
        yield ExitCode.USAGE;
      }
      case Verb.Unreachable unreachable -> report(unreachable, ExitCode.UNREACHABLE);
      case IllegalArgumentException wrong -> report(wrong, ExitCode.USAGE);
      case IOException failed -> report(failed, ExitCode.UNREACHABLE);
      default -> {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        print(trace.toString());
        yield ExitCode.FAILED;
      }
    };
  }

  private static int report(Exception exception, int exit) {
    print("steward: " + exception.getMessage());
    return exit;
  }

  /// Prints a message, which may quote what others wrote.
  private static void print(String message) {
    PrintableText.lines(message).forEach(System.err::println);
  }
}
