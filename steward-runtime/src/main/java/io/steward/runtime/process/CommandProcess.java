package io.steward.runtime.process;

import io.steward.api.Subject;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;

/// The process of a subject of commands: they wait in its mailbox, and are executed in order.
final class CommandProcess extends SubjectProcess<CommandSpec<?>> {

  private final Host host;
  private final Subject subject;
  private final Mailbox mailbox;

  /// @param onRoom told when there is room in the mailbox again after it was full
  CommandProcess(CommandSpec<?> spec, Host host, Runnable onRoom) {
    super(spec, new Tally(host.changes()));
    this.host = host;
    this.subject = spec.subject();
    this.mailbox = new Mailbox(spec.mailbox(), onRoom);
  }

  @Override
  String name() {
    return subject.toString();
  }

  Subject subject() {
    return subject;
  }

  /// What waits for it.
  Mailbox mailbox() {
    return mailbox;
  }

  /// Cancels a command that runs here.
  ///
  /// @return whether it did
  boolean cancel(String id) {
    return crew() instanceof CommandCrew<?> now && now.cancel(id);
  }

  @Override
  CommandSpec<?> emptied(CommandSpec<?> how) {
    return how.vacant();
  }

  @Override
  Crew crew(CommandSpec<?> how, String vacant) {
    return hired(how, vacant);
  }

  private <A> Crew hired(CommandSpec<A> how, String vacant) {
    return new CommandCrew<>(how, host, mailbox, tally(), vacant);
  }

  @Override
  ProcessReport report() {
    return tally().report(name(), mailbox.size());
  }
}
