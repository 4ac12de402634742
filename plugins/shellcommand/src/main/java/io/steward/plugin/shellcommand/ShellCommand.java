package io.steward.plugin.shellcommand;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.Matches;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs a program, and streams its output.
///
/// @param directory the working directory of programs
/// @param allow patterns of allowed programs, with their absolute paths; all when empty
/// @param variables patterns of the environment variables that a command may set, if `allow` is set
/// @param directories patterns of the folders in which a command may start a program, if `allow` is
///   set
/// @param environment added to every program's environment
/// @param grace how long a program has between SIGTERM and SIGKILL; shorter than the handler's own
///   grace period
@Description("Runs a program, streams its output, and reports its exit status.")
public record ShellCommand(
    @Description("Working directory of programs, relative to that of the node.") Path directory,
    @Description("Patterns of allowed programs, such as \"uname *\"; all when empty.")
        List<String> allow,
    @Description("Variables that a command may set, such as LC_*; requires allow.")
        @Matches(value = "[^=\\s]+", hint = "a name such as LANG or a pattern such as LC_*")
        List<String> variables,
    @Description("Where a command may start a program, such as /srv/**; requires allow.")
        List<String> directories,
    @Description("Added to every program's environment.") Map<String, String> environment,
    @Description("Time between SIGTERM and SIGKILL.") @DurationRange(max = "4s") Duration grace)
    implements CommandHandler<ShellCommand.Arguments> {

  private static final int SIGNALLED = 128;

  /// How many characters a reason has of what is not allowed.
  private static final int MAX_SHOWN = 200;

  /// The JDK's message for an error of the system: `error=2, No such file` or `error: 2 (No such
  /// file)`.
  private static final Pattern SYSTEM_ERROR = Pattern.compile("error[=:] ?\\d+,? \\(?([^)]+)");

  /// The default settings.
  public ShellCommand() {
    this(Path.of("."), List.of(), List.of(), List.of(), Map.of(), Duration.ofSeconds(2));
  }

  /// Looks up the programs that are allowed by their names.
  ///
  /// @throws IllegalArgumentException when a pattern or a variable is malformed
  public ShellCommand {
    if (allow.isEmpty() && !(variables.isEmpty() && directories.isEmpty())) {
      throw new IllegalArgumentException("\"variables\" and \"directories\" require \"allow\"");
    }
    allow = AllowList.resolve(allow);
    AllowList.checkDirectories(directories);
    Variables.check(environment);
  }

  /// What to run: `command`, or `script` with its `interpreter`.
  ///
  /// @param command the program and its arguments, passed as they are, without a shell
  /// @param script lines for an interpreter
  /// @param interpreter the program that gets the script as its last argument
  /// @param stdin the program's standard input
  /// @param environment added to the program's environment
  /// @param directory its working directory, relative to the setting of that name
  public record Arguments(
      @Description("The program and its arguments, without a shell.") List<String> command,
      @Description("Lines for an interpreter, instead of a command.") Optional<String> script,
      @Description("Gets the script as its last argument; [/bin/sh, -c] by default.")
          List<String> interpreter,
      @Description("The program's standard input.") Optional<String> stdin,
      @Description("Added to the program's environment.") Map<String, String> environment,
      @Description("Its working directory, relative to the setting of that name.")
          Optional<Path> directory) {

    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    /// @throws IllegalArgumentException when it is not clear what to run, or a variable cannot be
    ///   set
    public Arguments {
      if (command.isEmpty() == script.isEmpty()) {
        throw new IllegalArgumentException(
            "give either \"command\", a list such as [uname, -a], or \"script\"");
      }
      if (script.isEmpty() && !interpreter.isEmpty()) {
        throw new IllegalArgumentException("\"interpreter\" requires \"script\"");
      }
      if (!command.isEmpty() && command.getFirst().isEmpty()) {
        throw new IllegalArgumentException("the program's name is empty");
      }
      Variables.check(environment);
    }

    /// The program to start, with its arguments.
    List<String> program() {
      if (script.isEmpty()) {
        return command;
      }
      List<String> all = new ArrayList<>(interpreter.isEmpty() ? SHELL : interpreter);
      all.add(script.get());
      return all;
    }
  }

  /// How a program ended.
  ///
  /// @param exit its exit status; 128 plus the signal if one killed it
  /// @param signal number of the signal that killed it, if any
  /// @param pid its process id
  /// @param started when it started, by the node's clock
  /// @param ended when it ended
  public record Result(
      int exit, Optional<Integer> signal, long pid, Instant started, Instant ended) {}

  @Override
  public MethodName method() {
    return new MethodName("shellcommand");
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) throws InterruptedException {
    Path start = arguments.directory().map(directory::resolve).orElse(directory).toAbsolutePath();
    return allow.isEmpty()
        ? run(arguments.program(), start, arguments, context)
        : runIfAllowed(start, arguments, context);
  }

  private Reply runIfAllowed(Path start, Arguments arguments, CommandContext context)
      throws InterruptedException {
    AllowList allowList = new AllowList(allow, variables, directories);
    Optional<List<String>> program = allowList.find(arguments.program());
    if (program.isEmpty()) {
      String name = arguments.program().getFirst();
      return allowList.isMissing(name)
          ? Reply.failed("cannot start " + name + ": " + SystemFolders.NOT_FOUND)
          : notAllowed(String.join(" ", arguments.program()));
    }
    List<String> denied = allowList.denied(arguments.environment().keySet());
    if (!denied.isEmpty()) {
      return notAllowed("to set " + String.join(", ", denied));
    }
    if (arguments.directory().isEmpty()) {
      return run(program.get(), start, arguments, context);
    }
    Path plain = start.normalize(); // the setting may be "."
    return allowList.permits(arguments.directory().get(), plain)
        ? run(program.get(), plain, arguments, context)
        : notAllowed("to start a program in " + plain);
  }

  private static Reply notAllowed(String what) {
    String shown =
        what.codePointCount(0, what.length()) > MAX_SHOWN
            ? what.substring(0, what.offsetByCodePoints(0, MAX_SHOWN)) + "…"
            : what;
    return Reply.failed("not allowed on this node: " + shown);
  }

  private Reply run(List<String> program, Path start, Arguments arguments, CommandContext context)
      throws InterruptedException {
    if (!Files.isDirectory(start)) {
      return Reply.failed("there is no folder " + start);
    }
    Instant started = now();
    ProcessTree tree;
    try {
      tree = ProcessTree.start(program, start, environment(arguments), context.id());
    } catch (IOException e) {
      return Reply.failed("cannot start " + program.getFirst() + ": " + reason(e));
    }
    try {
      OutputPump output = OutputPump.start(tree.process().getInputStream(), context.output());
      OutputPump errors = OutputPump.start(tree.process().getErrorStream(), context.errors());
      feed(tree.process(), arguments.stdin());
      int exit = tree.process().waitFor(); // interruptible, unlike reading its output
      output.awaitEnd();
      errors.awaitEnd();
      return ended(exit, tree.process().pid(), started);
    } catch (InterruptedException e) {
      tree.kill(grace);
      throw e;
    } finally {
      tree.close();
    }
  }

  private Map<String, String> environment(Arguments arguments) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(arguments.environment());
    return all;
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    Matcher system = SYSTEM_ERROR.matcher(message);
    return system.find() ? system.group(1) : message;
  }

  private static void feed(Process process, Optional<String> stdin) {
    Thread.ofVirtual()
        .start(() -> {
          try (OutputStream to = process.getOutputStream()) {
            to.write(stdin.orElse("").getBytes(StandardCharsets.UTF_8));
          } catch (IOException unread) {
            // a program need not read its input
          }
        });
  }

  private static Reply ended(int exit, long pid, Instant started) {
    Optional<Integer> signal = exit > SIGNALLED ? Optional.of(exit - SIGNALLED) : Optional.empty();
    Result result = new Result(exit, signal, pid, started, now());
    return exit == 0 ? Reply.succeeded(result) : Reply.failed("exit status " + exit, result);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
