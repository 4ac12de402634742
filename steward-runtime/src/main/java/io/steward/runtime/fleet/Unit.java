package io.steward.runtime.fleet;

import java.time.Instant;
import java.util.Map;

/// A unit, as it stands in the bucket.
///
/// @param name its name
/// @param presence whether it is there
/// @param heard when the broker stored its last word
/// @param document that word: a {@link UnitDocument} as plain data, possibly of another version
public record Unit(String name, Presence presence, Instant heard, Map<String, Object> document) {

  /// A part of the document that is a map; empty where there is none.
  public Map<String, Object> map(String key) {
    return Documents.map(document.get(key));
  }

  /// A part of the document as text; empty where there is none.
  public String text(String key) {
    Object value = document.get(key);
    return value == null ? "" : value.toString();
  }
}
