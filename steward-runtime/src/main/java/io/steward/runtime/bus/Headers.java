package io.steward.runtime.bus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The headers of a message: one value per name, in order, immutable. Names are case-sensitive.
///
/// @param values the values by name
public record Headers(Map<String, String> values) {

  /// No headers.
  public static final Headers NONE = new Headers(Map.of());

  public Headers {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// The value of a header, if it is present and not blank.
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /// These headers with one added or replaced.
  public Headers with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Headers(more);
  }

  /// These headers without those of some names.
  public Headers without(Set<String> names) {
    if (names.stream().noneMatch(values::containsKey)) {
      return this;
    }
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.keySet().removeAll(names);
    return new Headers(fewer);
  }

  /// These headers with one added, if it has a value.
  public Headers with(String name, Optional<String> value) {
    return value.map(present -> with(name, present)).orElse(this);
  }
}
