package io.steward.runtime.schedule;

import io.steward.runtime.databind.SpellingSuggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/// A time zone by its IANA name, such as `Europe/Oslo`.
///
/// @param id the zone
public record Zone(ZoneId id) {

  /// The default.
  public static final Zone UTC = parse("UTC");

  /// Parses a name.
  ///
  /// @throws IllegalArgumentException if there is no such zone, with the nearest name
  public static Zone parse(String text) {
    try {
      return new Zone(ZoneId.of(text));
    } catch (DateTimeException e) {
      Optional<String> near = SpellingSuggestion.of(text, ZoneId.getAvailableZoneIds());
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a time zone such as UTC or Europe/Oslo"
              + near.map(name -> "; did you mean \"" + name + "\"?").orElse(""),
          e);
    }
  }

  @Override
  public String toString() {
    return id.getId();
  }
}
