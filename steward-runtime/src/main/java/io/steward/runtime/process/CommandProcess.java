package io.steward.runtime.process;

import io.steward.api.Subject;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;

/// The process of a command subject: commands wait in its mailbox and are executed in order.
final class CommandProcess extends SubjectProcess<CommandSpec<?>> {

  private final Host host;
  private final Subject subject;
  private final Mailbox mailbox;

  /// @param onRoom called when the mailbox has room again after it was full
  CommandProcess(CommandSpec<?> spec, Host host, Runnable onRoom) {
    super(spec, new ProcessStats(host.changes()));
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

  /// The commands that wait for it.
  Mailbox mailbox() {
    return mailbox;
  }

  /// Cancels a command that is running here.
  ///
  /// @return whether this call interrupted it
  boolean cancel(String id) {
    return workers() instanceof CommandWorkerPool<?> current && current.cancel(id);
  }

  @Override
  CommandSpec<?> withoutHandler(CommandSpec<?> spec) {
    return spec.withoutHandler();
  }

  @Override
  WorkerPool createWorkers(CommandSpec<?> spec, String unavailableReason) {
    return createPool(spec, unavailableReason);
  }

  private <A extends Record> WorkerPool createPool(CommandSpec<A> spec, String unavailableReason) {
    return new CommandWorkerPool<>(spec, host, mailbox, stats(), unavailableReason);
  }

  @Override
  ProcessReport report() {
    return stats().report(name(), mailbox.size());
  }
}
