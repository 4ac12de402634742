package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.time.Duration;
import java.util.function.Predicate;

/// What every node executes, under the domain `steward`.
///
/// Whoever may send any command to it may send these, but for what concerns all of it: that is for
/// those who may send every command. Nobody has to be named for it.
final class OwnCommands {

  /// The domain they are bound under.
  static final Domain DOMAIN = new Domain("steward");

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONG_TIMEOUT = Duration.ofHours(1);
  private static final int MAILBOX = 10_000;
  private static final long OUTPUT = 64 << 10;

  private final Host host;
  private final Roster roster;

  OwnCommands(Host host, Roster roster) {
    this.host = host;
    this.roster = roster;
  }

  /// Adds them.
  void add(Scheduler scheduler, Upkeep upkeep) {
    // first, so that its stream is read first
    add(Cancel.METHOD, Cancel.Arguments.class, new Cancel(host, roster), TIMEOUT, this::any);
    Vetting vetting = new Vetting(roster::boundCommands, host.ledger().schedules());
    Schedule schedule = new Schedule(scheduler, vetting);
    add(Schedule.METHOD, Schedule.Arguments.class, schedule, TIMEOUT, this::any);
    Unschedule unschedule = new Unschedule(scheduler);
    add(Unschedule.METHOD, Unschedule.Arguments.class, unschedule, TIMEOUT, this::any);
    add(Ping.METHOD, Ping.Arguments.class, new Ping(host), TIMEOUT, this::any);
    add(Plugins.METHOD, Plugins.Arguments.class, new Plugins(upkeep), TIMEOUT, this::any);
    Processes processes = new Processes(roster, this::all);
    add(Processes.METHOD, Processes.Arguments.class, processes, LONG_TIMEOUT, this::any);
    add(Reload.METHOD, Reload.Arguments.class, new Reload(upkeep), LONG_TIMEOUT, this::all);
    add(Drain.METHOD, Drain.Arguments.class, new Drain(roster), LONG_TIMEOUT, this::all);
  }

  private boolean any(NodeName sender) {
    return roster.boundCommands().stream().anyMatch(each -> each.spec().from().test(sender));
  }

  private boolean all(NodeName sender) {
    return any(sender)
        && roster.boundCommands().stream().allMatch(each -> each.spec().from().test(sender));
  }

  private <A> void add(
      MethodName method,
      Class<A> arguments,
      CommandHandler<A> handler,
      Duration timeout,
      Predicate<NodeName> from) {
    roster.addOwn(
        new CommandSpec<>(
            Subject.command(host.node(), method, DOMAIN),
            from,
            timeout,
            1,
            MAILBOX,
            handler.repeatable(),
            OUTPUT,
            0,
            () -> handler,
            arguments,
            OwnCommands.class.getClassLoader(),
            method));
  }
}
