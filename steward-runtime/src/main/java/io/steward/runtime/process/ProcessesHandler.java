package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.runtime.databind.NearestWord;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Lists, stops and starts processes. Every node has it, under the domain `steward`.
///
/// @param supervisor of the node
/// @param mayControlAll who may stop and start also what nobody sends commands to
@Description("Lists this node's processes, or stops or starts one; what comes for it waits.")
record ProcessesHandler(ProcessSupervisor supervisor, Predicate<NodeName> mayControlAll)
    implements CommandHandler<ProcessesHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("processes");

  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(30);

  /// What to do.
  enum Action {
    /// Tell how each is.
    LIST,
    /// Take nothing more, and end what runs.
    STOP,
    /// Go on, also when it was broken.
    START
  }

  /// What to do with which.
  ///
  /// @param action what to do
  /// @param process with which
  /// @param within how long what runs may go on
  record Arguments(
      @Description("list, when not said, stop or start.") Optional<Action> action,
      @Description("Which: its name in the list.") Optional<String> process,
      @Description("How long what runs may go on before it is interrupted; 30s when not said.")
          Optional<Duration> within) {

    Arguments {
      if (action.orElse(Action.LIST) != Action.LIST && process.isEmpty()) {
        throw new IllegalArgumentException("process is missing: say which");
      }
    }
  }

  /// How they are.
  ///
  /// @param processes those that were asked for
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
  public Reply handle(Arguments arguments, MessageContext context)
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
      return Reply.failed("there is no process \"" + name + "\"" + NearestWord.hint(name, names));
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
          return Reply.failed(name + " is stopped, but a thread of it ignores its interrupt");
        }
      }
      case START -> process.resume();
    }
    return reply(List.of(process.report()), context);
  }

  /// Whoever may send commands to a process may stop it.
  private boolean mayControl(NodeName sender, SubjectProcess<?> process) {
    return mayControlAll.test(sender)
        || (process instanceof CommandProcess commands && commands.spec().from().test(sender));
  }

  private static Reply reply(List<ProcessReport> reports, MessageContext context)
      throws IOException {
    for (ProcessReport each : reports) {
      String line = each.subject() + ": " + each.state() + "\n";
      context.output().write(line.getBytes(StandardCharsets.UTF_8));
    }
    return Reply.succeeded(new Result(reports));
  }
}
