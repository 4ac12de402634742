package io.steward.runtime.databind;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads values of the types that a record may have as components; null if a problem was added
/// instead.
final class ValueReader {

  private final Binder binder;

  ValueReader(Binder binder) {
    this.binder = binder;
  }

  @Nullable Object read(Tree tree, Type type, KeyPath path) {
    return read(tree, type, path, Constraints.NONE);
  }

  /// @param constraints on the value, in addition to its type
  @Nullable Object read(Tree tree, Type type, KeyPath path, Constraints constraints) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      Object value = read(tree, generic.getActualTypeArguments()[0], path, constraints);
      return value == null ? null : Optional.of(value);
    }
    Object value =
        type instanceof ParameterizedType generic
            ? readContainer(tree, generic, path, constraints)
            : readSimple(tree, (Class<?>) type, path);
    Optional<String> violation = value == null ? Optional.empty() : constraints.violation(value);
    violation.ifPresent(message -> problem(tree, path, message));
    return violation.isPresent() ? null : value;
  }

  private @Nullable Object readContainer(
      Tree tree, ParameterizedType type, KeyPath path, Constraints constraints) {
    Type[] of = type.getActualTypeArguments();
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw == List.class || raw == Set.class) {
      List<Object> items = readItems(tree, of[0], path, constraints.forElements());
      return items == null ? null : raw == List.class ? List.copyOf(items) : set(items);
    }
    if (raw == Map.class) {
      return readMap(tree, of, path, constraints);
    }
    if (raw == Class.class) {
      throw new IllegalArgumentException(type + " is not a supported component type");
    }
    return readSimple(tree, raw, path);
  }

  private static Set<Object> set(List<Object> items) {
    return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(items));
  }

  private @Nullable Object readSimple(Tree tree, Class<?> type, KeyPath path) {
    if (type == Tree.class) {
      return tree;
    }
    if (type == Object.class) {
      return ScalarParser.plain(tree);
    }
    Optional<ScalarTypes.ScalarType> word = ScalarTypes.of(type);
    if (word.isPresent()) {
      return readScalar(tree, word.get().expected(), path, text -> word.get().parse().apply(text));
    }
    if (type.isRecord()) {
      return binder.bindRecord(tree, type, path, null);
    }
    if (type == boolean.class || type == Boolean.class) {
      return readTyped(tree, Tree.Type.BOOLEAN, "true or false", path, ScalarParser::toBoolean);
    }
    if (type == int.class || type == Integer.class) {
      return readTyped(tree, Tree.Type.NUMBER, "a whole number", path, ScalarParser::toInt);
    }
    if (type == long.class || type == Long.class) {
      return readTyped(tree, Tree.Type.NUMBER, "a whole number", path, ScalarParser::toLong);
    }
    if (type == double.class || type == Double.class) {
      return readTyped(tree, Tree.Type.NUMBER, "a number", path, Double::valueOf);
    }
    throw new IllegalArgumentException(type + " is not a supported component type");
  }

  /// Parses a text.
  @FunctionalInterface
  private interface Parser {
    Object parse(String text);
  }

  private @Nullable Object readScalar(Tree tree, String expected, KeyPath path, Parser parser) {
    if (!(tree instanceof Tree.Scalar scalar) || tree.isNull()) {
      problem(tree, path, "expected " + expected + ", found " + tree.kind());
      return null;
    }
    try {
      return parser.parse(scalar.text());
    } catch (IllegalArgumentException | ArithmeticException rejected) {
      problem(tree, path, String.valueOf(rejected.getMessage()));
      return null;
    }
  }

  private @Nullable Object readTyped(
      Tree tree, Tree.Type wanted, String expected, KeyPath path, Parser parser) {
    if (tree instanceof Tree.Scalar scalar && scalar.type() != wanted) {
      problem(tree, path, "expected " + expected + ", found " + tree.kind());
      return null;
    }
    return readScalar(tree, expected, path, parser);
  }

  private @Nullable List<Object> readItems(
      Tree tree, Type type, KeyPath path, Constraints constraints) {
    if (!(tree instanceof Tree.Sequence sequence)) {
      String advice = tree instanceof Tree.Scalar ? "; write [" + text(tree) + "]" : "";
      problem(tree, path, "expected a list, found " + tree.kind() + advice);
      return null;
    }
    List<Object> items = new ArrayList<>();
    boolean complete = true;
    for (int i = 0; i < sequence.items().size(); i++) {
      Object item = read(sequence.items().get(i), type, path.item(i), constraints);
      complete &= item != null;
      if (item != null) {
        items.add(item);
      }
    }
    return complete ? items : null;
  }

  private static String text(Tree tree) {
    return tree instanceof Tree.Scalar scalar ? TruncatedValue.of(scalar.text()) : "";
  }

  private @Nullable Map<Object, Object> readMap(
      Tree tree, Type[] of, KeyPath path, Constraints constraints) {
    if (!(tree instanceof Tree.Mapping mapping)) {
      problem(tree, path, "expected a map, found " + tree.kind());
      return null;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    boolean complete = true;
    for (var entry : mapping.entries().entrySet()) {
      KeyPath below = path.key(entry.getKey());
      Tree.Scalar key =
          new Tree.Scalar(
              tree.origin(), entry.getValue().position(), entry.getKey(), Tree.Type.TEXT);
      Object name = read(key, of[0], below, constraints.forKeys());
      Object value = read(entry.getValue().value(), of[1], below, constraints.forElements());
      complete &= name != null && value != null;
      if (name != null && value != null) {
        map.put(name, value);
      }
    }
    return complete ? java.util.Collections.unmodifiableMap(map) : null;
  }

  private void problem(Tree tree, KeyPath path, String message) {
    binder.problem(tree.position(), tree.origin(), path, message);
  }

  /// Whether a component of this type may be omitted.
  static boolean isOptional(Type type) {
    return emptyValue(type).isPresent();
  }

  /// The value of an omitted component of this type; empty if it must not be omitted.
  static Optional<Object> emptyValue(Type type) {
    Class<?> raw =
        type instanceof ParameterizedType generic
            ? (Class<?>) generic.getRawType()
            : (Class<?>) type;
    if (raw == Optional.class) {
      return Optional.of(Optional.empty());
    }
    if (raw == List.class) {
      return Optional.of(List.of());
    }
    if (raw == Set.class) {
      return Optional.of(Set.of());
    }
    return raw == Map.class ? Optional.of(Map.of()) : Optional.empty();
  }
}
