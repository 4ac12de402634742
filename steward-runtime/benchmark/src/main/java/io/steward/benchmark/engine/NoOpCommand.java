package io.steward.benchmark.engine;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.process.CommandLimits;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.HandlerFactory;
import io.steward.runtime.process.Workload;
import java.time.Duration;
import java.util.List;

/// A command that does nothing, so that only the engine is measured.
record NoOpCommand() implements CommandHandler<NoOpCommand.Arguments> {

  static final MethodName METHOD = new MethodName("nothing");
  private static final Domain DOMAIN = new Domain("benchmark");
  private static final int MAILBOX = 1000; // the default of a binding

  /// Small arguments.
  record Arguments(int number) {}

  /// The subject of the command at a node.
  static Subject subject(NodeName node) {
    return Subject.command(node, METHOD, DOMAIN);
  }

  /// The workload of a node with only this command.
  ///
  /// @param repeatable whether a command that was running when the node crashed is run again
  static Workload workload(NodeName node, boolean repeatable) {
    return workload(node, repeatable, MAILBOX, new NoOpCommand());
  }

  /// The workload of a node with only this command and another handler.
  ///
  /// @param mailbox the capacity of the mailbox
  static Workload workload(
      NodeName node, boolean repeatable, int mailbox, CommandHandler<Arguments> handler) {
    return new Workload(
        List.of(
            new CommandSpec<>(
                subject(node),
                sender -> true,
                new CommandLimits(Duration.ofHours(1), 1, mailbox, 1 << 20, 1 << 16),
                repeatable,
                new HandlerFactory<>(
                    () -> handler, Arguments.class, NoOpCommand.class.getClassLoader()))),
        List.of(),
        List.of());
  }

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) {
    return Reply.succeeded();
  }
}
