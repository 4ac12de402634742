package io.steward.runtime.binding;

import io.steward.api.Description;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a record may be bound from, as JSON Schema 2020-12.
public final class JsonSchema {

  private JsonSchema() {}

  /// Describes a record.
  public static Map<String, Object> of(Class<?> record) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    Description description = record.getAnnotation(Description.class);
    if (description != null) {
      schema.put("description", description.value());
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      properties.put(Records.key(component), property(component));
      if (!Values.mayBeAbsent(component.getGenericType())) {
        required.add(Records.key(component));
      }
    }
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> property(RecordComponent component) {
    Map<String, Object> property = new LinkedHashMap<>(type(component.getGenericType()));
    Description description = component.getAnnotation(Description.class);
    if (description != null) {
      property.put("description", description.value());
    }
    return property;
  }

  private static Map<String, Object> type(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] of = generic.getActualTypeArguments();
      if (raw == Optional.class) {
        return type(of[0]);
      }
      if (raw == List.class) {
        return typed("array", Map.of("items", type(of[0])));
      }
      if (raw == Set.class) {
        Map<String, Object> set = typed("array", Map.of("items", type(of[0])));
        set.put("uniqueItems", true);
        return set;
      }
      if (raw == Map.class) {
        return typed("object", Map.of("additionalProperties", type(of[1])));
      }
      return type(raw);
    }
    return simple((Class<?>) type);
  }

  /// A type with what else there is to say of it, always in this order: two programs say the same.
  private static Map<String, Object> typed(String type, Map<String, Object> more) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("type", type);
    property.putAll(more);
    return property;
  }

  private static Map<String, Object> simple(Class<?> type) {
    if (type == Object.class || type == Tree.class) {
      return Map.of();
    }
    if (type.isEnum()) {
      return typed("string", Map.of("enum", Words.words(type)));
    }
    if (type == Instant.class) {
      return typed("string", Map.of("format", "date-time"));
    }
    if (type == URI.class) {
      return typed("string", Map.of("format", "uri"));
    }
    if (type == Duration.class) {
      return typed("string", Map.of("pattern", "^(P.*|([0-9]+(ms|s|m|h|d))+)$"));
    }
    if (Words.of(type).isPresent()) {
      return Map.of("type", "string");
    }
    if (type.isRecord()) {
      return of(type);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == double.class || type == Double.class) {
      return Map.of("type", "number");
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return Map.of("type", "integer");
    }
    throw new IllegalArgumentException(type + " is not a type a record may hold");
  }
}
