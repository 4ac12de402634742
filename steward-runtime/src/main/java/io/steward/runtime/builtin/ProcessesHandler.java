package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.process.CommandProcess;
import io.steward.runtime.process.ProcessSupervisor;
import io.steward.runtime.process.SubjectProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Lists, stops and starts processes. Every node has this method, in the domain `steward`.
///
/// @param supervisor the node's processes
/// @param mayControlAll who may also stop and start processes that take no commands
@Description(
    "Lists this node's processes, or stops or starts one. While it is"
        + " stopped, its messages wait.")
record ProcessesHandler(ProcessSupervisor supervisor, Predicate<NodeName> mayControlAll)
    implements CommandHandler<ProcessesHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("processes");

  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(30);

  /// What to do.
  enum Action {
    /// List the processes.
    LIST,
    /// Stop: take nothing more, and end running commands.
    STOP,
    /// Start again, also when the handler was disabled.
    START
  }

  /// The arguments.
  ///
  /// @param action what to do; {@link Action#LIST} by default
  /// @param process the name of a process
  /// @param within how long running commands may continue
  record Arguments(
      @Description("list (default), stop or start.") Optional<Action> action,
      @Description("The name of the process, as in the list.") Optional<String> process,
      @Description(
              "How long running commands may continue before they are interrupted;"
                  + " default 30s.")
          Optional<Duration> within) {

    Arguments {
      if (action.orElse(Action.LIST) != Action.LIST && process.isEmpty()) {
        throw new IllegalArgumentException("process is missing: name the process to stop or start");
      }
    }
  }

  /// The result.
  ///
  /// @param processes the reports of the processes
  record Result(List<ProcessReport> processes) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context)
      throws IOException, InterruptedException {
    Action action = arguments.action().orElse(Action.LIST);
    if (action == Action.LIST && arguments.process().isEmpty()) {
      return reply(supervisor.reports(), context);
    }
    String name = arguments.process().orElseThrow();
    Optional<SubjectProcess<?>> found =
        supervisor.boundProcesses().stream().filter(each -> each.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      List<String> names = supervisor.boundProcesses().stream().map(SubjectProcess::name).toList();
      return Reply.failed(
          "there is no process \"" + name + "\"" + SpellingSuggestion.hint(name, names));
    }
    SubjectProcess<?> process = found.get();
    if (action != Action.LIST && !mayControl(context.from(), process)) {
      return Reply.failed(context.from() + " may not stop or start " + name);
    }
    switch (action) {
      case LIST -> {}
      case STOP -> {
        boolean allEnded =
            process.pause(
                "stopped by " + context.from(), arguments.within().orElse(DEFAULT_WITHIN));
        if (!allEnded) {
          return Reply.failed(name + " is stopped, but one of its threads ignores its interrupt");
        }
      }
      case START -> process.resume();
    }
    return reply(List.of(process.report()), context);
  }

  /// A sender that may send commands to a process may also stop and start it.
  private boolean mayControl(NodeName sender, SubjectProcess<?> process) {
    return mayControlAll.test(sender)
        || (process instanceof CommandProcess commands && commands.spec().from().test(sender));
  }

  private static Reply reply(List<ProcessReport> reports, CommandContext context)
      throws IOException {
    for (ProcessReport each : reports) {
      String line = each.subject() + ": " + each.state() + "\n";
      context.output().write(line.getBytes(StandardCharsets.UTF_8));
    }
    return Reply.succeeded(new Result(reports));
  }
}
