package io.steward.runtime.databind;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Describes a schema in words: `list of text, 1 item or more`.
public final class SchemaWords {

  private SchemaWords() {}

  /// Describes the values that a schema allows.
  ///
  /// @param schema as written by {@link JsonSchema}
  public static String of(Map<?, ?> schema) {
    return Stream.concat(
            Stream.of(type(schema)),
            SchemaConstraints.of(schema).stream().map(Constraint::description))
        .collect(Collectors.joining(", "));
  }

  private static String type(Map<?, ?> schema) {
    if (schema.get("enum") instanceof Collection<?> words) {
      return words.stream().map(String::valueOf).collect(Collectors.joining(" | "));
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "array" ->
          schema.get("items") instanceof Map<?, ?> each ? "list of " + of(each) : "list";
      case "object" ->
          schema.get("additionalProperties") instanceof Map<?, ?> each
              ? "map of " + of(each) + keys(schema)
              : "map";
      case "string" ->
          SchemaConstraints.isDuration(schema)
              ? "duration"
              : "date-time".equals(schema.get("format"))
                  ? "time"
                  : "uri".equals(schema.get("format")) ? "address" : "text";
      case "integer" -> "whole number";
      case "number" -> "number";
      case "boolean" -> "true or false";
      default -> "anything";
    };
  }

  private static String keys(Map<?, ?> schema) {
    return schema.get("propertyNames") instanceof Map<?, ?> keys
        ? SchemaConstraints.of(keys).stream()
            .map(each -> " by " + each.description())
            .collect(Collectors.joining())
        : "";
  }
}
