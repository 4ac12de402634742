package io.steward.runtime.builtin;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.process.CommandProcess;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Who may touch the commands and the schedules of a subject: whoever may send commands there.
///
/// @param commands the current processes by subject
public record CommandRights(Supplier<Map<Subject, CommandProcess>> commands) {

  /// Why somebody may not cancel the commands of a subject; empty if he may. Nothing is known of a
  /// subject that is not bound: then it is judged when a command comes.
  Optional<String> whyNotCancel(Subject subject, NodeName by) {
    return process(subject)
        .filter(process -> !process.allows(by))
        .map(_ -> by + " may not cancel commands on " + subject + ", since it may not send them");
  }

  /// Why somebody may not replace or remove a schedule; empty if he may. While nothing is bound for
  /// its command, only the node that set it may.
  ///
  /// @param subject of its runs; empty if it cannot run
  /// @param setBy who set it
  Optional<String> whyNotChange(Optional<Subject> subject, NodeName setBy, NodeName by) {
    Optional<CommandProcess> process = subject.flatMap(this::process);
    if (process.isPresent()) {
      return process.get().allows(by)
          ? Optional.empty()
          : Optional.of(
              by + " may not change this schedule, since it may not send to " + subject.get());
    }
    return by.equals(setBy)
        ? Optional.empty()
        : Optional.of(
            by
                + " may not change this schedule, which "
                + setBy
                + " set and whose command is not bound here");
  }

  private Optional<CommandProcess> process(Subject subject) {
    return Optional.ofNullable(commands.get().get(subject));
  }
}
