package io.steward.plugin.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects facts. A fact that cannot be determined is left out, whatever the reason: a description
/// of a machine never fails.
final class FactBuilder {

  /// What OSHI returns for an unknown value.
  private static final Set<String> UNKNOWN = Set.of("", "unknown");

  private final Map<String, Object> facts = new LinkedHashMap<>();

  /// Reads a fact.
  @FunctionalInterface
  interface Finding {
    @Nullable Object find();
  }

  /// Adds a fact if it can be read, and removes any earlier one of that name.
  FactBuilder put(String name, Finding finding) {
    facts.remove(name);
    try {
      Object value = finding.find();
      if (value != null && isKnown(value)) {
        facts.put(name, value);
      }
    } catch (RuntimeException | LinkageError unknown) {
      // left out: parts of OSHI for other systems may not even link
    }
    return this;
  }

  /// Adds a fact if there is none of that name yet.
  FactBuilder orElse(String name, Finding finding) {
    return facts.containsKey(name) ? this : put(name, finding);
  }

  /// Adds facts that were read before.
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

  /// The collected facts.
  Map<String, Object> facts() {
    return facts;
  }
}
