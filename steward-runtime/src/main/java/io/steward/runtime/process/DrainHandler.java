package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Stops everything that is bound, before somebody works on the machine. Every node has it, under
/// the domain `steward`.
///
/// @param supervisor of the node
@Description(
    "Takes no new work, and waits for what runs; all that comes waits. Undone by undo, or a"
        + " restart.")
record DrainHandler(ProcessSupervisor supervisor)
    implements CommandHandler<DrainHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("drain");

  private static final Duration DEFAULT_WITHIN = Duration.ofMinutes(5);

  /// What to do.
  ///
  /// @param within how long what runs may go on
  /// @param undo whether to go on
  record Arguments(
      @Description("How long what runs may go on before it is interrupted; 5m when not said.")
          Optional<Duration> within,
      @Description("true to go on with everything instead.") Optional<Boolean> undo) {}

  /// What is so now.
  ///
  /// @param stopped the processes that work no more
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
  public Reply handle(Arguments arguments, MessageContext context) throws InterruptedException {
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
        : Reply.failed("everything is stopped, but a thread ignores its interrupt");
  }
}
