package io.steward.plugin.shellcommand;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.MessageContext;
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

/// Runs a program and streams what it prints.
///
/// @param directory where programs start
/// @param allow what may be run; everything when empty
/// @param environment added to every program's environment
/// @param grace how long a program has between being asked to end and being killed; less than a
///   handler has
@Description("Runs a program, streams what it prints, and tells how it ended.")
public record ShellCommand(
    @Description("Where programs start, from the node's working folder.") Path directory,
    @Description("Patterns of what may be run, such as \"uname *\"; everything when empty.")
        List<String> allow,
    @Description("Added to every program's environment.") Map<String, String> environment,
    @Description("Between being asked to end and being killed.") @DurationRange(max = "4s")
        Duration grace)
    implements CommandHandler<ShellCommand.Arguments> {

  private static final int SIGNALLED = 128;

  /// What the JDK says of the system's refusal: `error=2, No such file` or `error: 2 (No such
  /// file)`.
  private static final Pattern SYSTEM_ERROR = Pattern.compile("error[=:] ?\\d+,? \\(?([^)]+)");

  /// What an operator gets who configures nothing.
  public ShellCommand() {
    this(Path.of("."), List.of(), Map.of(), Duration.ofSeconds(2));
  }

  /// What to run: `command`, or `script` with its `interpreter`.
  ///
  /// @param command the program and its arguments, taken as they are: no shell looks at them
  /// @param script lines for an interpreter
  /// @param interpreter the program that takes the script as its last argument
  /// @param stdin what the program reads
  /// @param environment added to the program's environment
  /// @param directory where it starts, from the setting of that name
  public record Arguments(
      @Description("The program and its arguments; no shell looks at them.") List<String> command,
      @Description("Lines for an interpreter, instead of a command.") Optional<String> script,
      @Description("What takes the script as its last argument; [/bin/sh, -c] when not said.")
          List<String> interpreter,
      @Description("What the program reads from standard input.") Optional<String> stdin,
      @Description("Added to the program's environment.") Map<String, String> environment,
      @Description("Where it starts, from the setting of that name.") Optional<Path> directory) {

    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    /// @throws IllegalArgumentException when it is not clear what to run
    public Arguments {
      if (command.isEmpty() == script.isEmpty()) {
        throw new IllegalArgumentException(
            "write either \"command\", a list such as [uname, -a], or \"script\"");
      }
      if (script.isEmpty() && !interpreter.isEmpty()) {
        throw new IllegalArgumentException("an \"interpreter\" goes with a \"script\"");
      }
      if (!command.isEmpty() && command.getFirst().isEmpty()) {
        throw new IllegalArgumentException("the program's name is empty");
      }
    }

    /// What is started.
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
  /// @param exit its exit code; 128 plus the signal when it was killed by one
  /// @param signal the signal's number, when it was killed by one
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
  public Reply handle(Arguments arguments, MessageContext context)
      throws IOException, InterruptedException {
    List<String> program = arguments.program();
    if (!new AllowList(allow).permits(program)) {
      return Reply.failed("not allowed on this node: " + String.join(" ", program));
    }
    Path start = arguments.directory().map(directory::resolve).orElse(directory).toAbsolutePath();
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
      int exit = tree.process().waitFor(); // an interrupt ends this wait; it would not end a read
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
            // a program need not read what it is given
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
