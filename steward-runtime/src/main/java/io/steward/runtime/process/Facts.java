package io.steward.runtime.process;

import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.fleet.UntrustedDocuments;
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
  private static final long MAX_BYTES = 64 << 10;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private final ChangeListeners changes;
  private final Map<String, SourceFacts> factsBySource = new LinkedHashMap<>();
  private MergedFacts merged = MergedFacts.EMPTY;

  /// What one source has told.
  ///
  /// @param bytes how long it is as JSON
  /// @param rejection why the last was not taken; empty when it was
  private record SourceFacts(Map<String, Object> facts, long bytes, String rejection) {

    static final SourceFacts NONE = new SourceFacts(Map.of(), 0, "");
  }

  /// What stands.
  ///
  /// @param facts of the node
  /// @param problems why some that were told do not stand
  public record MergedFacts(Map<String, Object> facts, List<String> problems) {

    /// Nothing was told.
    public static final MergedFacts EMPTY = new MergedFacts(Map.of(), List.of());
  }

  /// @param changes told each time that something else stands
  Facts(ChangeListeners changes) {
    this.changes = changes;
  }

  /// Says which sources there are, in the order of the configuration, before any of them tells.
  /// What others have told is forgotten.
  void setPrecedence(List<String> sources) {
    synchronized (this) {
      Map<String, SourceFacts> before = Map.copyOf(factsBySource);
      factsBySource.clear();
      sources.forEach(
          source -> factsBySource.put(source, before.getOrDefault(source, SourceFacts.NONE)));
      merged = merge();
    }
    changes.notifyListener();
  }

  /// What stands now.
  public synchronized MergedFacts merged() {
    return merged;
  }

  /// Takes what a source tells instead of what it told before.
  ///
  /// @throws IllegalArgumentException when a name or a value may not be told
  void report(String source, Map<String, ?> facts) {
    facts.keySet().forEach(Facts::checkName);
    Map<String, Object> plain = UntrustedDocuments.map(PlainData.of(facts));
    long bytes = Json.length(plain);
    synchronized (this) {
      SourceFacts before = factsBySource.getOrDefault(source, SourceFacts.NONE);
      long others =
          factsBySource.values().stream().mapToLong(SourceFacts::bytes).sum() - before.bytes();
      factsBySource.put(
          source,
          others + bytes > MAX_BYTES
              ? new SourceFacts(before.facts(), before.bytes(), tooLarge(source, others))
              : new SourceFacts(plain, bytes, ""));
      MergedFacts updated = merge();
      if (updated.equals(merged)) {
        return;
      }
      updated.problems().stream()
          .filter(problem -> !merged.problems().contains(problem))
          .forEach(problem -> log.warn("{}", problem));
      merged = updated;
    }
    changes.notifyListener();
  }

  private static void checkName(String name) {
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
        + (MAX_BYTES >> 10)
        + " KiB"
        + (others == 0 ? "" : " with those of others")
        + ", which is all a node may have; what it told before stays";
  }

  private MergedFacts merge() {
    Map<String, Object> merged = new LinkedHashMap<>();
    Map<String, String> by = new HashMap<>();
    List<String> problems = new ArrayList<>();
    factsBySource.forEach((source, sourceFacts) -> {
      if (!sourceFacts.rejection().isEmpty()) {
        problems.add(sourceFacts.rejection());
      }
      sourceFacts
          .facts()
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
    return new MergedFacts(merged, problems);
  }
}
