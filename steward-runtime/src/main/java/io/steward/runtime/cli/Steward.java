package io.steward.runtime.cli;

import io.steward.runtime.binding.ProblemsException;
import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The verbs.
@Command(
    name = "steward",
    description = "Asynchronous management of edge cloud units by message passing over NATS.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      Up.class,
      RunNode.class,
      Send.class,
      RunProgram.class,
      CopyFile.class,
      ListUnits.class,
      ShowUnit.class,
      ListJobs.class,
      ListMessages.class,
      ShowEvents.class,
      CancelMessage.class,
      Check.class,
      Describe.class,
      ListPlugins.class,
      Try.class,
      NewPlugin.class,
      PrintCompletion.class,
      Complete.class,
      Emulate.class,
      Demo.class,
      Train.class
    },
    footer = {
      "",
      "Exit codes: 0 all succeeded, 1 at least one failed (run with one target: the program's own),",
      "2 usage or configuration, 3 not accepted or no outcome in time, 4 rejected,",
      "5 unknown outcome, 6 broker unreachable."
    })
public final class Steward implements Runnable {

  @Spec private CommandSpec spec;

  /// Made by picocli.
  @SuppressWarnings("NullAway") // picocli fills the field in
  Steward() {}

  /// Runs a verb.
  ///
  /// @return the exit code
  public static int run(String... arguments) {
    Logs.configure(Arrays.asList(arguments));
    return new CommandLine(new Steward())
        .setExecutionExceptionHandler((exception, line, result) -> failed(exception))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }

  private static int failed(Exception exception) {
    return switch (exception) {
      case ProblemsException problems -> {
        problems.problems().forEach(System.err::println);
        int count = problems.problems().size();
        System.err.println(
            count + (count == 1 ? " problem" : " problems") + "; nothing was started.");
        yield Exit.USAGE;
      }
      case Verb.Unreachable unreachable -> told(unreachable, Exit.UNREACHABLE);
      case IllegalArgumentException wrong -> told(wrong, Exit.USAGE);
      case IOException failed -> told(failed, Exit.UNREACHABLE);
      default -> {
        exception.printStackTrace();
        yield Exit.FAILED;
      }
    };
  }

  private static int told(Exception exception, int exit) {
    System.err.println("steward: " + exception.getMessage());
    return exit;
  }
}
