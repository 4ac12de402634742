package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How a test binds a command: as a configuration that says nothing does, but for what it changes.
record Terms(
    Predicate<NodeName> from,
    Duration timeout,
    int processes,
    int mailbox,
    boolean repeatable,
    long head,
    int tail) {

  static final Terms USUAL =
      new Terms(sender -> true, Duration.ofMinutes(1), 1, 1000, false, 1 << 20, 1 << 16);

  static Subject subject(String domain) {
    return subject(Ship.NAME, domain);
  }

  static Subject subject(NodeName node, String domain) {
    return Subject.command(node, Act.METHOD, new Domain(domain));
  }

  Terms from(String sender) {
    return new Terms(
        new NodeName(sender)::equals, timeout, processes, mailbox, repeatable, head, tail);
  }

  Terms within(Duration value) {
    return new Terms(from, value, processes, mailbox, repeatable, head, tail);
  }

  Terms atATime(int value) {
    return new Terms(from, timeout, value, mailbox, repeatable, head, tail);
  }

  Terms waiting(int value) {
    return new Terms(from, timeout, processes, value, repeatable, head, tail);
  }

  Terms andRepeatable() {
    return new Terms(from, timeout, processes, mailbox, true, head, tail);
  }

  Terms keeping(long first, int last) {
    return new Terms(from, timeout, processes, mailbox, repeatable, first, last);
  }

  CommandSpec<Act.Arguments> bind(String domain, Act.Doing doing) {
    return bind(domain, () -> new Act(doing));
  }

  CommandSpec<Act.Arguments> bind(String domain, Supplier<CommandHandler<Act.Arguments>> made) {
    return bind(subject(domain), made);
  }

  CommandSpec<Act.Arguments> bind(Subject subject, Supplier<CommandHandler<Act.Arguments>> made) {
    return new CommandSpec<>(
        subject,
        from,
        timeout,
        processes,
        mailbox,
        repeatable,
        head,
        tail,
        made,
        Act.Arguments.class,
        Terms.class.getClassLoader());
  }
}
