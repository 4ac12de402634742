package io.steward.runtime.process;

import io.steward.runtime.binding.Json;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.fleet.Documents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node's sources have told about it, as one: of a fact that several tell, the one stands
/// whose source is first in the configuration.
///
/// Safe for use by any thread.
public final class Facts {

  private static final Logger log = LoggerFactory.getLogger(Facts.class);

  /// All of a node's, as JSON: they are in every word it says of itself.
  private static final long LARGEST = 64 << 10;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private final Changes changes;
  private final Map<String, Told> told = new LinkedHashMap<>();
  private State state = State.EMPTY;

  /// What one source has told.
  ///
  /// @param bytes how long it is as JSON
  /// @param refused why the last was not taken; empty when it was
  private record Told(Map<String, Object> facts, long bytes, String refused) {

    static final Told NOTHING = new Told(Map.of(), 0, "");
  }

  /// What stands.
  ///
  /// @param facts of the node
  /// @param problems why some that were told do not stand
  public record State(Map<String, Object> facts, List<String> problems) {

    /// Nothing was told.
    public static final State EMPTY = new State(Map.of(), List.of());
  }

  /// @param changes told each time that something else stands
  Facts(Changes changes) {
    this.changes = changes;
  }

  /// Says which sources there are, in the order of the configuration, before any of them tells.
  /// What others have told is forgotten.
  void rank(List<String> sources) {
    synchronized (this) {
      Map<String, Told> before = Map.copyOf(told);
      told.clear();
      sources.forEach(source -> told.put(source, before.getOrDefault(source, Told.NOTHING)));
      state = merge();
    }
    changes.happened();
  }

  /// What stands now.
  public synchronized State state() {
    return state;
  }

  /// Takes what a source tells instead of what it told before.
  ///
  /// @throws IllegalArgumentException when a name or a value may not be told
  void tell(String source, Map<String, ?> facts) {
    facts.keySet().forEach(Facts::check);
    Map<String, Object> plain = Documents.map(Plain.of(facts));
    long bytes = Json.length(plain);
    synchronized (this) {
      Told before = told.getOrDefault(source, Told.NOTHING);
      long others = told.values().stream().mapToLong(Told::bytes).sum() - before.bytes();
      told.put(
          source,
          others + bytes > LARGEST
              ? new Told(before.facts(), before.bytes(), tooLarge(source, others))
              : new Told(plain, bytes, ""));
      State now = merge();
      if (now.equals(state)) {
        return;
      }
      now.problems().stream()
          .filter(problem -> !state.problems().contains(problem))
          .forEach(problem -> log.warn("{}", problem));
      state = now;
    }
    changes.happened();
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not the name of a fact: lower-case letters, digits and '-' only, the first a"
              + " letter, 64 at most");
    }
  }

  /// Without sizes: a source may try as often as it likes, and is one problem.
  private static String tooLarge(String source, long others) {
    return source
        + " tells facts that are more than "
        + (LARGEST >> 10)
        + " KiB"
        + (others == 0 ? "" : " with those of others")
        + ", which is all a node may have; what it told before stays";
  }

  private State merge() {
    Map<String, Object> merged = new LinkedHashMap<>();
    Map<String, String> by = new HashMap<>();
    List<String> problems = new ArrayList<>();
    told.forEach((source, its) -> {
      if (!its.refused().isEmpty()) {
        problems.add(its.refused());
      }
      its.facts()
          .forEach((name, value) -> {
            String first = by.putIfAbsent(name, source);
            if (first == null) {
              merged.put(name, value);
            } else {
              problems.add(
                  source
                      + " tells the fact "
                      + name
                      + ", too; that of "
                      + first
                      + " stands, which is first in the configuration");
            }
          });
    });
    return new State(merged, problems);
  }
}
