package io.steward.runtime.builtin;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.process.CommandLimits;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.HandlerFactory;
import io.steward.runtime.process.ProcessHost;
import io.steward.runtime.process.ProcessSupervisor;
import java.time.Duration;
import java.util.function.Predicate;

/// The commands that every node executes, in the domain `steward`.
///
/// Anyone who may send any command to the node may send these. Those that affect the whole node
/// require permission to send every command. Neither needs configuration.
public final class BuiltinCommands {

  /// Their domain.
  public static final Domain DOMAIN = new Domain("steward");

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONG_TIMEOUT = Duration.ofHours(1);
  private static final int MAILBOX_SIZE = 10_000;
  private static final long OUTPUT_LIMIT = 64 << 10;

  private final ProcessHost host;
  private final ProcessSupervisor supervisor;

  public BuiltinCommands(ProcessHost host, ProcessSupervisor supervisor) {
    this.host = host;
    this.supervisor = supervisor;
  }

  /// Adds all builtin commands.
  public void add(Scheduler scheduler, NodeControl control) {
    CommandRights rights = new CommandRights(supervisor::commands);
    // first, so that its stream is read first
    add(
        CancelHandler.METHOD,
        CancelHandler.Arguments.class,
        new CancelHandler(host, supervisor, rights),
        TIMEOUT,
        this::maySendAny);
    ScheduleValidator scheduleValidator =
        new ScheduleValidator(supervisor::boundCommands, host.ledger().schedules());
    ScheduleHandler scheduleHandler = new ScheduleHandler(scheduler, scheduleValidator, rights);
    add(
        ScheduleHandler.METHOD,
        ScheduleHandler.Arguments.class,
        scheduleHandler,
        TIMEOUT,
        this::maySendAny);
    UnscheduleHandler unscheduleHandler = new UnscheduleHandler(scheduler, rights);
    add(
        UnscheduleHandler.METHOD,
        UnscheduleHandler.Arguments.class,
        unscheduleHandler,
        TIMEOUT,
        this::maySendAny);
    add(PingHandler.METHOD, NoArguments.class, new PingHandler(host), TIMEOUT, this::maySendAny);
    add(
        PluginsHandler.METHOD,
        NoArguments.class,
        new PluginsHandler(control),
        TIMEOUT,
        this::maySendAny);
    ProcessesHandler processesHandler = new ProcessesHandler(supervisor, this::maySendAll);
    add(
        ProcessesHandler.METHOD,
        ProcessesHandler.Arguments.class,
        processesHandler,
        LONG_TIMEOUT,
        this::maySendAny);
    add(
        ReloadHandler.METHOD,
        NoArguments.class,
        new ReloadHandler(control),
        LONG_TIMEOUT,
        this::maySendAll);
    add(
        DrainHandler.METHOD,
        DrainHandler.Arguments.class,
        new DrainHandler(supervisor),
        LONG_TIMEOUT,
        this::maySendAll);
  }

  private boolean maySendAny(NodeName sender) {
    return supervisor.boundCommands().stream().anyMatch(each -> each.allows(sender));
  }

  private boolean maySendAll(NodeName sender) {
    return maySendAny(sender)
        && supervisor.boundCommands().stream().allMatch(each -> each.allows(sender));
  }

  private <A extends Record> void add(
      MethodName method,
      Class<A> arguments,
      CommandHandler<A> handler,
      Duration timeout,
      Predicate<NodeName> from) {
    supervisor.addBuiltin(
        new CommandSpec<>(
            Subject.command(host.engine().node(), method, DOMAIN),
            from,
            new CommandLimits(timeout, 1, MAILBOX_SIZE, OUTPUT_LIMIT, 0),
            handler.repeatable(),
            new HandlerFactory<>(() -> handler, arguments, BuiltinCommands.class.getClassLoader()),
            method));
  }
}
