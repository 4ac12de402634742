package io.steward.runtime.node;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.process.CommandLimits;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.HandlerFactory;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How a test binds a command: with the defaults of the configuration, but for what it changes.
record TestBinding(Predicate<NodeName> from, CommandLimits limits, boolean repeatable) {

  static final TestBinding DEFAULTS =
      new TestBinding(
          sender -> true,
          new CommandLimits(Duration.ofMinutes(1), 1, 1000, 1 << 20, 1 << 16),
          false);

  static Subject subject(String domain) {
    return subject(TestNode.NAME, domain);
  }

  static Subject subject(NodeName node, String domain) {
    return Subject.command(node, ActHandler.METHOD, new Domain(domain));
  }

  TestBinding acceptingFrom(String sender) {
    return new TestBinding(new NodeName(sender)::equals, limits, repeatable);
  }

  TestBinding withTimeout(Duration value) {
    return with(
        new CommandLimits(
            value, limits.processes(), limits.mailbox(), limits.head(), limits.tail()));
  }

  TestBinding withConcurrency(int value) {
    return with(
        new CommandLimits(limits.timeout(), value, limits.mailbox(), limits.head(), limits.tail()));
  }

  TestBinding withMailbox(int value) {
    return with(
        new CommandLimits(
            limits.timeout(), limits.processes(), value, limits.head(), limits.tail()));
  }

  TestBinding withOutputLimits(long first, int last) {
    return with(
        new CommandLimits(limits.timeout(), limits.processes(), limits.mailbox(), first, last));
  }

  private TestBinding with(CommandLimits value) {
    return new TestBinding(from, value, repeatable);
  }

  TestBinding asRepeatable() {
    return new TestBinding(from, limits, true);
  }

  CommandSpec<ActHandler.Arguments> bind(String domain, ActHandler.Action action) {
    return bind(domain, () -> new ActHandler(action));
  }

  CommandSpec<ActHandler.Arguments> bind(
      String domain, Supplier<CommandHandler<ActHandler.Arguments>> handlers) {
    return bind(subject(domain), handlers);
  }

  CommandSpec<ActHandler.Arguments> bind(
      Subject subject, Supplier<CommandHandler<ActHandler.Arguments>> handlers) {
    return new CommandSpec<>(
        subject,
        from,
        limits,
        repeatable,
        new HandlerFactory<>(
            handlers, ActHandler.Arguments.class, TestBinding.class.getClassLoader()));
  }
}
