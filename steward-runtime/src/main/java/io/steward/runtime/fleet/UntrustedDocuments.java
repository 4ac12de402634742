package io.steward.runtime.fleet;

import io.steward.runtime.databind.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads documents of others, which may be of another version or not be valid at all.
public final class UntrustedDocuments {

  private UntrustedDocuments() {}

  /// Reads a document; empty if it is invalid.
  public static Map<String, Object> read(byte[] body) {
    try {
      return map(Json.read(body));
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  /// A value as a list of maps; empty if it is not a list.
  public static List<Map<String, Object>> maps(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(UntrustedDocuments::map).toList()
        : List.of();
  }

  /// A value as a map; empty if it is not a map.
  public static Map<String, Object> map(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> entries)) {
      return Map.of();
    }
    Map<String, Object> map = new LinkedHashMap<>();
    entries.forEach((key, entry) -> {
      if (key != null && entry != null) {
        map.put(key.toString(), entry);
      }
    });
    return map;
  }
}
