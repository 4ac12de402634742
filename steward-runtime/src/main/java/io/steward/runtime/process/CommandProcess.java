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

  /// What waits for it.
  Mailbox mailbox() {
    return mailbox;
  }

  /// Cancels a command that runs here.
  ///
  /// @return whether it did
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

  private <A> WorkerPool createPool(CommandSpec<A> spec, String unavailableReason) {
    return new CommandWorkerPool<>(spec, host, mailbox, stats(), unavailableReason);
  }

  @Override
  ProcessReport report() {
    return stats().report(name(), mailbox.size());
  }
}
