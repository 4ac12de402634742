package io.steward.runtime.process;

import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.engine.ChangeListeners;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The facts that a node's sources report, merged: if several sources report the same fact, the
/// source that is first in the configuration takes precedence.
///
/// Safe for use by any thread.
public final class Facts {

  private static final Logger log = LoggerFactory.getLogger(Facts.class);

  /// The limit for all facts of a node, as JSON: they are part of every state that it publishes.
  private static final long MAX_BYTES = 64 << 10;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private final ChangeListeners changes;
  private final Map<String, SourceFacts> factsBySource = new LinkedHashMap<>();
  private MergedFacts merged = MergedFacts.EMPTY;

  /// The facts of one source.
  ///
  /// @param bytes their length as JSON
  /// @param rejection why the last report was rejected; empty if it was accepted
  private record SourceFacts(Map<String, Object> facts, long bytes, String rejection) {

    static final SourceFacts NONE = new SourceFacts(Map.of(), 0, "");
  }

  /// The merged facts.
  ///
  /// @param facts of the node
  /// @param problems why some reported facts are missing
  public record MergedFacts(Map<String, Object> facts, List<String> problems) {

    /// No facts.
    public static final MergedFacts EMPTY = new MergedFacts(Map.of(), List.of());
  }

  /// @param changes notified whenever the merged facts change
  public Facts(ChangeListeners changes) {
    this.changes = changes;
  }

  /// Sets the sources in the order of the configuration, before any of them reports. The facts of
  /// all other sources are dropped.
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

  /// The merged facts at present.
  public synchronized MergedFacts merged() {
    return merged;
  }

  /// Replaces all facts of a source.
  ///
  /// @throws IllegalArgumentException if a name or a value is not allowed
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
              + "\" is not a valid fact name: use at most 64 lower-case letters,"
              + " digits and '-', starting with a letter");
    }
  }

  /// Without the size, so that a source that reports again and again remains one problem.
  private static String tooLarge(String source, long others) {
    return source
        + ": its facts exceed "
        + (MAX_BYTES >> 10)
        + " KiB"
        + (others == 0 ? "" : " together with those of other sources")
        + ", the limit for a node; its earlier facts stay";
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
                      + ": the fact "
                      + name
                      + " is also reported by "
                      + first
                      + ", which comes first in the configuration and takes precedence");
            }
          });
    });
    return new MergedFacts(merged, problems);
  }
}
