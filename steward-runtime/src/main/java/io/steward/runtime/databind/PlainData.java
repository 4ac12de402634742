package io.steward.runtime.databind;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Converts records and parts of documents to plain data, the reverse of {@link Binder}: maps,
/// lists, strings, numbers, booleans.
public final class PlainData {

  private static final int MAX_DEPTH = 100;

  private PlainData() {}

  /// Converts a value. Absent components are left out.
  ///
  /// @throws IllegalArgumentException if it contains a value of an unsupported type
  public static Object of(Object value) {
    Object plain = of(value, 0);
    if (plain == null) {
      throw new IllegalArgumentException("an absent value is not a document");
    }
    return plain;
  }

  private static @Nullable Object of(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("a document may be at most " + MAX_DEPTH + " levels deep");
    }
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean bool -> bool;
      case Number number -> number;
      case java.time.Duration duration -> Durations.print(duration);
      case Optional<?> optional -> optional.map(present -> of(present, depth)).orElse(null);
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case Collection<?> items -> {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(item -> list.add(of(item, depth + 1)));
        yield list;
      }
      case Map<?, ?> entries -> {
        Map<String, Object> map = new LinkedHashMap<>();
        entries.forEach((key, entry) -> put(map, String.valueOf(key), of(entry, depth + 1)));
        yield map;
      }
      case Tree tree -> ScalarParser.plain(tree);
      case Enum<?> constant -> ScalarTypes.word(constant);
      default -> scalarOrRecord(value, depth);
    };
  }

  private static Object scalarOrRecord(Object value, int depth) {
    if (ScalarTypes.of(value.getClass()).isPresent() || value instanceof java.nio.file.Path) {
      return value.toString();
    }
    if (!value.getClass().isRecord()) {
      throw new IllegalArgumentException(
          value.getClass().getName() + " is not a supported component type");
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : RecordReflection.components(value.getClass())) {
      put(
          map,
          RecordReflection.key(component),
          of(RecordReflection.read(component, value), depth + 1));
    }
    return map;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
