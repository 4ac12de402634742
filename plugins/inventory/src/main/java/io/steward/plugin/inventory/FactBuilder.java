package io.steward.plugin.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Facts that were found. What cannot be found out is left out, whatever the reason: a machine is
/// described by what is known of it, and never by an error.
final class FactBuilder {

  /// What the library says when it does not know.
  private static final Set<String> UNKNOWN = Set.of("", "unknown");

  private final Map<String, Object> facts = new LinkedHashMap<>();

  /// Something that finds a fact.
  @FunctionalInterface
  interface Finding {
    @Nullable Object find();
  }

  /// Puts a fact in, instead of the one of that name, if it can be found.
  FactBuilder put(String name, Finding finding) {
    facts.remove(name);
    try {
      Object value = finding.find();
      if (value != null && isKnown(value)) {
        facts.put(name, value);
      }
    } catch (RuntimeException | LinkageError unknown) {
      // left out: a part of the library that does not fit this machine may not even link
    }
    return this;
  }

  /// Puts a fact in if it was not found otherwise.
  FactBuilder orElse(String name, Finding finding) {
    return facts.containsKey(name) ? this : put(name, finding);
  }

  /// Puts facts in that were found before.
  FactBuilder addAll(Map<String, Object> others) {
    facts.putAll(others);
    return this;
  }

  private static boolean isKnown(Object value) {
    return switch (value) {
      case String text -> !UNKNOWN.contains(text.strip());
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }

  /// All of them.
  Map<String, Object> facts() {
    return facts;
  }
}
