package io.steward.runtime.databind;

import io.steward.api.Description;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Describes what can be bound to a record, as JSON Schema 2020-12 with extension keywords:
/// `x-shortest` and `x-longest` limit a duration, and `x-hint` describes texts that match a
/// pattern.
///
/// A recursive record is described once; the inner occurrence is just an object.
public final class JsonSchema {

  private static final Map<Class<?>, String> JSON_TYPES =
      Map.of(
          boolean.class, "boolean",
          Boolean.class, "boolean",
          double.class, "number",
          Double.class, "number",
          int.class, "integer",
          Integer.class, "integer",
          long.class, "integer",
          Long.class, "integer");

  private final Deque<Class<?>> enclosing = new ArrayDeque<>();

  private JsonSchema() {}

  /// Describes a record.
  ///
  /// @throws IllegalArgumentException if nothing can be bound to it: a component has an unsupported
  ///   type, or a constraint that makes no sense
  public static Map<String, Object> of(Class<?> record) {
    return new JsonSchema().record(record, null);
  }

  /// Describes what can be overlaid on a record: components with a usable default are optional.
  ///
  /// @param defaults the record with the defaults
  /// @throws IllegalArgumentException as {@link #of} does
  public static Map<String, Object> overlaying(Object defaults) {
    return new JsonSchema().record(defaults.getClass(), defaults);
  }

  private Map<String, Object> record(Class<?> record, @Nullable Object defaults) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    describe(schema, Optional.ofNullable(record.getAnnotation(Description.class)));
    if (enclosing.contains(record)) {
      return schema;
    }
    enclosing.push(record);
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : RecordReflection.components(record)) {
      Map<String, Object> property = property(component);
      Optional<Object> value = Binder.defaultValue(component, defaults);
      if (value.isEmpty()) {
        required.add(RecordReflection.key(component));
      } else if (defaults != null && !value.get().equals(Optional.empty())) {
        property.put("default", PlainData.of(value.get()));
      }
      properties.put(RecordReflection.key(component), property);
    }
    enclosing.pop();
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private Map<String, Object> property(RecordComponent component) {
    Map<String, Object> property = type(component.getGenericType(), Constraints.of(component));
    describe(property, Optional.ofNullable(component.getAnnotation(Description.class)));
    return property;
  }

  private static void describe(Map<String, Object> schema, Optional<Description> description) {
    description.ifPresent(sentence -> schema.put("description", sentence.value()));
  }

  private Map<String, Object> type(Type type, Constraints constraints) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return type(generic.getActualTypeArguments()[0], constraints);
    }
    Map<String, Object> schema =
        type instanceof ParameterizedType generic
            ? container(generic, constraints)
            : simpleType((Class<?>) type);
    constraints.own().forEach(each -> each.addTo(schema));
    return schema;
  }

  /// Always in this order, so that two programs produce the same schema.
  private Map<String, Object> container(ParameterizedType type, Constraints constraints) {
    Type[] of = type.getActualTypeArguments();
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw == List.class || raw == Set.class) {
      Map<String, Object> schema = typed("array");
      schema.put("items", type(of[0], constraints.forElements()));
      if (raw == Set.class) {
        schema.put("uniqueItems", true);
      }
      return schema;
    }
    if (raw == Map.class) {
      Map<String, Object> schema = typed("object");
      if (!constraints.keys().isEmpty()) {
        Map<String, Object> keys = new LinkedHashMap<>();
        constraints.keys().forEach(each -> each.addTo(keys));
        schema.put("propertyNames", keys);
      }
      schema.put("additionalProperties", type(of[1], constraints.forElements()));
      return schema;
    }
    return simpleType(raw);
  }

  private Map<String, Object> simpleType(Class<?> type) {
    if (type == Object.class || type == Tree.class) {
      return new LinkedHashMap<>();
    }
    if (ScalarTypes.of(type).isPresent()) {
      return scalar(type);
    }
    if (type.isRecord()) {
      return record(type, null);
    }
    String single = JSON_TYPES.get(type);
    if (single == null) {
      throw new IllegalArgumentException(type + " is not a supported component type");
    }
    return typed(single);
  }

  private static Map<String, Object> scalar(Class<?> type) {
    Map<String, Object> schema = typed("string");
    if (type.isEnum()) {
      schema.put("enum", ScalarTypes.words(type));
    } else if (type == Instant.class) {
      schema.put("format", "date-time");
    } else if (type == URI.class) {
      schema.put("format", "uri");
    } else if (type == Duration.class) {
      schema.put("pattern", ExtensionKeyword.DURATION);
    }
    return schema;
  }

  private static Map<String, Object> typed(String type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    return schema;
  }
}
