package io.steward.runtime.node;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.process.CommandSpec;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How a test binds a command: with the defaults of the configuration, but for what it changes.
record TestBinding(
    Predicate<NodeName> from,
    Duration timeout,
    int processes,
    int mailbox,
    boolean repeatable,
    long head,
    int tail) {

  static final TestBinding DEFAULTS =
      new TestBinding(sender -> true, Duration.ofMinutes(1), 1, 1000, false, 1 << 20, 1 << 16);

  static Subject subject(String domain) {
    return subject(TestNode.NAME, domain);
  }

  static Subject subject(NodeName node, String domain) {
    return Subject.command(node, ActHandler.METHOD, new Domain(domain));
  }

  TestBinding acceptingFrom(String sender) {
    return new TestBinding(
        new NodeName(sender)::equals, timeout, processes, mailbox, repeatable, head, tail);
  }

  TestBinding withTimeout(Duration value) {
    return new TestBinding(from, value, processes, mailbox, repeatable, head, tail);
  }

  TestBinding withConcurrency(int value) {
    return new TestBinding(from, timeout, value, mailbox, repeatable, head, tail);
  }

  TestBinding withMailbox(int value) {
    return new TestBinding(from, timeout, processes, value, repeatable, head, tail);
  }

  TestBinding asRepeatable() {
    return new TestBinding(from, timeout, processes, mailbox, true, head, tail);
  }

  TestBinding withOutputLimits(long first, int last) {
    return new TestBinding(from, timeout, processes, mailbox, repeatable, first, last);
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
        timeout,
        processes,
        mailbox,
        repeatable,
        head,
        tail,
        handlers,
        ActHandler.Arguments.class,
        TestBinding.class.getClassLoader());
  }
}
