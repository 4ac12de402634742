package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.runtime.process.ParallelCheck;
import io.steward.runtime.process.ProcessSupervisor;
import io.steward.runtime.process.SubjectProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Stops all bound processes before work on the machine. Every node has this method, in the domain
/// `steward`.
///
/// @param supervisor the node's processes
@Description(
    "Stops all bound processes: running commands may end, new messages"
        + " wait. Reverted by undo or a restart.")
record DrainHandler(ProcessSupervisor supervisor)
    implements CommandHandler<DrainHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("drain");

  private static final Duration DEFAULT_WITHIN = Duration.ofMinutes(5);

  /// What to do.
  ///
  /// @param within how long running commands may continue
  /// @param undo whether to resume instead
  record Arguments(
      @Description(
              "How long running commands may continue before they are interrupted;"
                  + " default 5m.")
          Optional<Duration> within,
      @Description("true to resume all processes instead.") Optional<Boolean> undo) {}

  /// The result.
  ///
  /// @param stopped the names of the stopped processes
  record Result(List<String> stopped) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) throws InterruptedException {
    List<SubjectProcess<?>> bound = supervisor.boundProcesses();
    if (arguments.undo().orElse(false)) {
      for (SubjectProcess<?> each : bound) {
        each.resume();
      }
      return Reply.succeeded(new Result(List.of()));
    }
    String why = "drained by " + context.from();
    Duration gracePeriod = arguments.within().orElse(DEFAULT_WITHIN);
    return ParallelCheck.allMatch(bound, each -> each.pause(why, gracePeriod))
        ? Reply.succeeded(new Result(bound.stream().map(SubjectProcess::name).toList()))
        : Reply.failed("all processes are stopped, but a thread ignores its interrupt");
  }
}
