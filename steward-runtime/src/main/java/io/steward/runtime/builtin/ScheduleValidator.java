package io.steward.runtime.builtin;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.intake.AdmissionPolicy;
import io.steward.runtime.ledger.ScheduleStore;
import io.steward.runtime.ledger.StoredSchedule;
import io.steward.runtime.process.CommandProcess;
import io.steward.runtime.process.CommandSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Checks whether a schedule may be set here. A sender cannot schedule what it may not send.
///
/// @param bound the processes whose commands can be scheduled
/// @param schedules the existing schedules
record ScheduleValidator(Supplier<Collection<CommandProcess>> bound, ScheduleStore schedules) {

  /// The limit for all schedules together, so that the unit's state, which lists them, stays small.
  private static final int MAX_CHARACTERS = 64 << 10;

  /// The problems of a definition; empty if there are none.
  ///
  /// @param refusal why the sender may not replace the schedule of this name, if it may not
  /// @param by the sender
  /// @throws IOException if the ledger cannot be read
  List<String> problems(
      String name, ScheduleDefinition definition, Optional<String> refusal, NodeName by)
      throws IOException {
    Map<String, CommandProcess> known = new LinkedHashMap<>();
    bound.get().forEach(each -> known.put(bindingName(each.subject()), each));
    CommandProcess process = known.get(definition.command());
    if (process == null) {
      return List.of(
          "command: nothing here is bound as \""
              + definition.command()
              + "\""
              + SpellingSuggestion.hint(definition.command(), known.keySet()));
    }
    if (!process.detachReason().isEmpty()) {
      return List.of("command: " + process.detachReason());
    }
    CommandSpec<?> spec = process.spec();
    List<String> problems = new ArrayList<>();
    if (!spec.from().test(by)) {
      problems.add("command: " + AdmissionPolicy.senderNotAllowed(by, spec.subject()));
    }
    refusal.map(why -> "name: " + why).ifPresent(problems::add);
    problems.addAll(problems(definition, spec));
    long characters = definition.text().length();
    for (StoredSchedule other : schedules.all()) {
      characters += other.name().equals(name) ? 0 : other.content().length();
    }
    if (characters > MAX_CHARACTERS) {
      problems.add(
          "all schedules of this node together would be "
              + characters
              + " characters long; the limit is "
              + MAX_CHARACTERS);
    }
    return problems;
  }

  private static String bindingName(Subject subject) {
    return subject.method() + "." + subject.domain();
  }

  private static List<String> problems(ScheduleDefinition definition, CommandSpec<?> spec) {
    try {
      Tree nothing = Document.json("arguments", new byte[0]).root();
      Binder.bind(definition.arguments().orElse(nothing), spec.handlers().arguments(), "arguments");
      return List.of();
    } catch (ProblemsException e) {
      return e.problems().stream().map(Problem::toString).toList();
    } catch (RuntimeException e) { // thrown by the plugin's own record
      return List.of("arguments: broken: " + e);
    }
  }
}
