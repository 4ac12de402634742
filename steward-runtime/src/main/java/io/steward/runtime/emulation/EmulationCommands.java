package io.steward.runtime.emulation;

import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Executes what a person types to control the emulated units, one instruction per line.
///
/// @param emulation the emulation to control
public record EmulationCommands(Emulation emulation) {

  private static final List<String> VERBS =
      List.of("kill", "stop", "start", "fail", "mend", "runs", "quit");

  /// A parsed line.
  ///
  /// @param verb what to do
  /// @param target the units to do it to
  /// @param remainder the rest of the line
  private record Instruction(String verb, String target, String remainder) {

    static Instruction of(String text) {
      String[] words = text.strip().split("\\s+", 3);
      String verb = words[0];
      String target = words.length > 1 ? words[1] : "";
      String remainder = words.length > 2 ? words[2] : "";
      if (target.equals("first") && !remainder.isEmpty()) {
        String[] more = remainder.split("\\s+", 2);
        return new Instruction(verb, "first " + more[0], more.length > 1 ? more[1] : "");
      }
      return new Instruction(verb, target, remainder);
    }
  }

  /// Executes a line, and returns when it is done.
  ///
  /// @return what was done, or why it failed
  public String execute(String text) {
    Instruction instruction = Instruction.of(text);
    try {
      return execute(instruction);
    } catch (IllegalArgumentException | IOException e) {
      return "cannot " + text.strip() + ": " + e.getMessage();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      return "cannot " + text.strip() + ": " + (cause == null ? e : cause).getMessage();
    }
  }

  private String execute(Instruction instruction) throws IOException {
    return switch (instruction.verb()) {
      case "kill" -> apply("killed", instruction, EmulatedUnit::kill);
      case "stop" -> {
        List<EmulatedUnit> up = select(instruction).stream().filter(EmulatedUnit::isUp).toList();
        Emulation.stop(up).join();
        yield summary("stopped", up);
      }
      case "start" -> {
        List<EmulatedUnit> down =
            select(instruction).stream().filter(unit -> !unit.isUp()).toList();
        Emulation.start(down).join();
        yield summary("started", down);
      }
      case "fail" -> {
        String reason =
            instruction.remainder().isEmpty()
                ? "set to fail by the emulation"
                : instruction.remainder();
        yield apply("failing", instruction, unit -> always(unit, u -> u.fail(Optional.of(reason))));
      }
      case "mend" ->
          apply("mended", instruction, unit -> always(unit, u -> u.fail(Optional.empty())));
      case "runs" -> {
        MemoryLedger.Runs runs =
            select(instruction).stream()
                .map(EmulatedUnit::runs)
                .reduce(new MemoryLedger.Runs(0, 0), MemoryLedger.Runs::plus);
        yield "ran "
            + runs.commands()
            + " commands, "
            + runs.repeated()
            + " of them more than once";
      }
      default ->
          throw new IllegalArgumentException(
              "unknown instruction" + SpellingSuggestion.hint(instruction.verb(), VERBS));
    };
  }

  private static boolean always(EmulatedUnit unit, Consumer<EmulatedUnit> action) {
    action.accept(unit);
    return true;
  }

  /// @param action returns whether it changed the unit
  private String apply(String verb, Instruction instruction, Predicate<EmulatedUnit> action)
      throws IOException {
    return summary(verb, select(instruction).stream().filter(action).toList());
  }

  private static String summary(String verb, List<EmulatedUnit> units) {
    return switch (units.size()) {
      case 0 -> verb + " none";
      case 1 -> verb + " 1: " + units.getFirst().name();
      default ->
          verb
              + " "
              + units.size()
              + ": "
              + units.getFirst().name()
              + " to "
              + units.getLast().name();
    };
  }

  private List<EmulatedUnit> select(Instruction instruction) throws IOException {
    List<EmulatedUnit> all = emulation.units();
    if (instruction.target().isEmpty()) {
      throw new IllegalArgumentException(
          "the target is missing: a name, a pattern such as *7, or first 50");
    }
    if (instruction.target().startsWith("first ")) {
      return all.subList(0, Math.min(all.size(), number(instruction.target().substring(6))));
    }
    Targets targets = Targets.read(List.of(instruction.target()), Reader.nullReader());
    List<EmulatedUnit> selected = all.stream().filter(unit -> targets.match(asUnit(unit))).toList();
    if (selected.isEmpty()) {
      throw new IllegalArgumentException("no emulated unit matches " + targets);
    }
    return selected;
  }

  private static int number(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a number of units", e);
    }
  }

  /// The attributes that a target may use.
  private static Unit asUnit(EmulatedUnit unit) {
    return new Unit(
        unit.name().value(),
        unit.isUp() ? Presence.ONLINE : Presence.STOPPED,
        Instant.EPOCH,
        Map.of("labels", unit.labels()));
  }
}
