package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.intake.CommandReceiver;
import io.steward.runtime.ledger.Cancellation;

/// The process of a command subject: commands wait in its mailbox and are executed in order.
public final class CommandProcess extends SubjectProcess<CommandSpec<?>>
    implements CommandReceiver {

  private final ProcessHost host;
  private final Subject subject;
  private final BoundedMailbox mailbox;

  /// @param onRoom called when the mailbox has room again after it was full
  CommandProcess(CommandSpec<?> spec, ProcessHost host, Runnable onRoom) {
    super(spec, new ProcessStats(host.engine().changes()));
    this.host = host;
    this.subject = spec.subject();
    this.mailbox = new BoundedMailbox(spec.limits().mailbox(), onRoom);
  }

  @Override
  public String name() {
    return subject.toString();
  }

  @Override
  public Subject subject() {
    return subject;
  }

  @Override
  public boolean allows(NodeName sender) {
    return spec().from().test(sender);
  }

  /// The commands that wait for it.
  @Override
  public BoundedMailbox mailbox() {
    return mailbox;
  }

  /// Cancels a command that is running here, if it may be cancelled by whoever wants to.
  ///
  /// @return whether this call interrupted it
  public boolean cancel(Cancellation cancellation) {
    return workers() instanceof CommandWorkerPool<?> current && current.cancel(cancellation);
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
  public ProcessReport report() {
    return stats().report(name(), mailbox.size());
  }
}
