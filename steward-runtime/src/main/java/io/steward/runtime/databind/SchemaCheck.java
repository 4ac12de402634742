package io.steward.runtime.databind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks plain data against the published schema of a record, and reports the same problems as the
/// {@link Binder} of the unit would. Rules that the schema cannot express are checked only by the
/// unit.
///
/// Unknown keywords are ignored: the schema may be of another version.
public final class SchemaCheck {

  private static final int MAX_PROBLEMS = 100;

  private final List<String> problems = new ArrayList<>();

  private SchemaCheck() {}

  /// All problems, each with the path of the value; empty if the data would bind, as far as the
  /// schema tells.
  ///
  /// @param schema as written by {@link JsonSchema}
  /// @param plain maps, lists, strings, numbers, booleans
  public static List<String> problems(Map<String, ?> schema, @Nullable Object plain) {
    SchemaCheck check = new SchemaCheck();
    check.checkValue(schema, plain == null ? Map.of() : plain, KeyPath.ROOT);
    return check.problems;
  }

  private void checkValue(Map<?, ?> schema, @Nullable Object value, KeyPath path) {
    int before = problems.size();
    switch (String.valueOf(schema.get("type"))) {
      case "object" -> checkObject(schema, value, path);
      case "array" -> checkArray(schema, value, path);
      case "string" -> checkString(schema, value, path);
      case "boolean" -> expect(value instanceof Boolean, "true or false", value, path);
      case "integer" -> expect(isInteger(value), "a whole number", value, path);
      case "number" -> expect(value instanceof Number, "a number", value, path);
      default -> {} // any type, or one not known here
    }
    if (problems.size() == before && value != null) {
      Object checked = boundValue(schema, value);
      SchemaConstraints.of(schema).stream()
          .flatMap(each -> each.violation(checked).stream())
          .findFirst()
          .ifPresent(violation -> problem(path, violation));
    }
  }

  /// The value as its record would hold it, for the constraints.
  private static Object boundValue(Map<?, ?> schema, Object value) {
    if (!"string".equals(schema.get("type"))) {
      return value;
    }
    String text = value.toString();
    return SchemaConstraints.isDuration(schema) ? Durations.parse(text) : text;
  }

  private void checkObject(Map<?, ?> schema, @Nullable Object value, KeyPath path) {
    if (!(value instanceof Map<?, ?> entries)) {
      expect(false, "a map", value, path);
      return;
    }
    Map<?, ?> known = map(schema.get("properties"));
    Object others = schema.get("additionalProperties");
    entries.forEach((key, entry) -> {
      String name = String.valueOf(key);
      KeyPath below = path.key(name);
      if (known.get(name) instanceof Map<?, ?> property) {
        if (entry != null || isRequired(schema, name)) { // null means absent
          checkValue(property, entry, below);
        }
      } else if (others instanceof Map<?, ?> every) {
        checkKey(map(schema.get("propertyNames")), name, below);
        checkValue(every, entry, below);
      } else if (Boolean.FALSE.equals(others)) {
        problem(below, "no such key" + SpellingSuggestion.hint(name, names(known)));
      }
    });
    if (schema.get("required") instanceof Collection<?> required) {
      required.stream()
          .filter(name -> !entries.containsKey(name))
          .forEach(name -> problem(path.key(String.valueOf(name)), "is missing"));
    }
  }

  private void checkKey(Map<?, ?> schema, String name, KeyPath path) {
    SchemaConstraints.of(schema).stream()
        .flatMap(each -> each.violation(name).stream())
        .findFirst()
        .ifPresent(violation -> problem(path, violation));
  }

  private static boolean isRequired(Map<?, ?> schema, String name) {
    return schema.get("required") instanceof Collection<?> required && required.contains(name);
  }

  private void checkArray(Map<?, ?> schema, @Nullable Object value, KeyPath path) {
    if (!(value instanceof Collection<?> items)) {
      String advice =
          value instanceof Map || value == null ? "" : "; write [" + TruncatedValue.of(value) + "]";
      problem(path, "expected a list, found " + kind(value) + advice);
      return;
    }
    if (schema.get("items") instanceof Map<?, ?> each) {
      int index = 0;
      for (Object item : items) {
        checkValue(each, item, path.item(index++));
      }
    }
  }

  private void checkString(Map<?, ?> schema, @Nullable Object value, KeyPath path) {
    boolean single = value instanceof String || value instanceof Number || value instanceof Boolean;
    if (!single) {
      expect(false, ScalarTypes.of(schema).expected(), value, path);
      return;
    }
    String text = String.valueOf(value);
    if (schema.get("enum") instanceof Collection<?> words && !words.contains(text)) {
      problem(path, "no such value" + SpellingSuggestion.hint(text, names(words)));
      return;
    }
    try {
      var _ = ScalarTypes.of(schema).parse().apply(text);
    } catch (IllegalArgumentException e) {
      problem(path, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isInteger(@Nullable Object value) {
    return value instanceof Number number
        && (!(value instanceof Double fraction) || Double.isFinite(fraction))
        && new BigDecimal(number.toString()).stripTrailingZeros().scale() <= 0;
  }

  private void expect(boolean met, String what, @Nullable Object value, KeyPath path) {
    if (!met) {
      problem(path, "expected " + what + ", found " + kind(value));
    }
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Map<?, ?> _ -> "a map";
      case Collection<?> _ -> "a list";
      case Number number -> "the number " + TruncatedValue.of(number);
      case Boolean truth -> truth.toString();
      default -> "\"" + TruncatedValue.of(value) + "\"";
    };
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Set<String> names(Map<?, ?> map) {
    return names(map.keySet());
  }

  private static Set<String> names(Collection<?> words) {
    return words.stream().map(String::valueOf).collect(Collectors.toSet());
  }

  private void problem(KeyPath path, String what) {
    if (problems.size() < MAX_PROBLEMS) {
      String where = path.toString();
      problems.add(where.isEmpty() ? what : where + ": " + what);
    }
  }
}
