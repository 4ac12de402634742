package io.steward.runtime.binding;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes values of the types a record may hold; nothing when a problem was noted instead.
final class Values {

  private final Binder binder;

  Values(Binder binder) {
    this.binder = binder;
  }

  @Nullable Object value(Tree tree, Type type, String path) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      Class<?> raw = (Class<?>) generic.getRawType();
      if (raw == Optional.class) {
        Object value = value(tree, of[0], path);
        return value == null ? null : Optional.of(value);
      }
      if (raw == List.class || raw == Set.class) {
        List<Object> items = items(tree, of[0], path);
        return items == null ? null : raw == List.class ? List.copyOf(items) : set(items);
      }
      if (raw == Map.class) {
        return map(tree, of[0], of[1], path);
      }
      if (raw == Class.class) {
        throw new IllegalArgumentException(type + " is not a type a record may hold");
      }
      return value(tree, raw, path);
    }
    return simple(tree, (Class<?>) type, path);
  }

  private static Set<Object> set(List<Object> items) {
    return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(items));
  }

  private @Nullable Object simple(Tree tree, Class<?> type, String path) {
    if (type == Tree.class) {
      return tree;
    }
    if (type == Object.class) {
      return plain(tree);
    }
    Optional<Words.Word> word = Words.of(type);
    if (word.isPresent()) {
      return scalar(tree, word.get().expected(), path, text -> word.get().parse().apply(text));
    }
    if (type.isRecord()) {
      return binder.record(tree, type, path, null);
    }
    if (type == boolean.class || type == Boolean.class) {
      return typed(tree, Tree.Type.BOOLEAN, "true or false", path, Values::truth);
    }
    if (type == int.class || type == Integer.class) {
      return typed(tree, Tree.Type.NUMBER, "a whole number", path, Values::whole);
    }
    if (type == long.class || type == Long.class) {
      return typed(tree, Tree.Type.NUMBER, "a whole number", path, Values::large);
    }
    if (type == double.class || type == Double.class) {
      return typed(tree, Tree.Type.NUMBER, "a number", path, Double::valueOf);
    }
    throw new IllegalArgumentException(type + " is not a type a record may hold");
  }

  /// Something made of text.
  @FunctionalInterface
  private interface Reading {
    Object of(String text);
  }

  private @Nullable Object scalar(Tree tree, String expected, String path, Reading reading) {
    if (!(tree instanceof Tree.Scalar scalar) || tree.isNothing()) {
      problem(tree, path, "expected " + expected + ", found " + tree.kind());
      return null;
    }
    try {
      return reading.of(scalar.text());
    } catch (IllegalArgumentException | ArithmeticException refused) {
      problem(tree, path, String.valueOf(refused.getMessage()));
      return null;
    }
  }

  private @Nullable Object typed(
      Tree tree, Tree.Type wanted, String expected, String path, Reading reading) {
    if (tree instanceof Tree.Scalar scalar && scalar.type() != wanted) {
      problem(tree, path, "expected " + expected + ", found " + tree.kind());
      return null;
    }
    return scalar(tree, expected, path, reading);
  }

  private static Object truth(String text) {
    // YAML 1.1 has more words for it than JSON
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      default -> false;
    };
  }

  private static Object whole(String text) {
    try {
      return new BigDecimal(text.replace("_", "")).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          text + " is not a whole number from -2147483648 to 2147483647", e);
    }
  }

  private static Object large(String text) {
    try {
      return new BigDecimal(text.replace("_", "")).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(text + " is not a whole number of 64 bits", e);
    }
  }

  private @Nullable List<Object> items(Tree tree, Type type, String path) {
    if (!(tree instanceof Tree.Sequence sequence)) {
      String advice = tree instanceof Tree.Scalar ? "; write [" + text(tree) + "]" : "";
      problem(tree, path, "expected a list, found " + tree.kind() + advice);
      return null;
    }
    List<Object> items = new ArrayList<>();
    boolean whole = true;
    for (int i = 0; i < sequence.items().size(); i++) {
      Object item = value(sequence.items().get(i), type, path + "[" + i + "]");
      whole &= item != null;
      if (item != null) {
        items.add(item);
      }
    }
    return whole ? items : null;
  }

  private static String text(Tree tree) {
    return tree instanceof Tree.Scalar scalar ? scalar.text() : "";
  }

  private @Nullable Map<Object, Object> map(Tree tree, Type keys, Type values, String path) {
    if (!(tree instanceof Tree.Mapping mapping)) {
      problem(tree, path, "expected a map, found " + tree.kind());
      return null;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    boolean whole = true;
    for (var entry : mapping.entries().entrySet()) {
      String below = Binder.join(path, entry.getKey());
      Tree.Scalar key =
          new Tree.Scalar(
              tree.origin(), entry.getValue().position(), entry.getKey(), Tree.Type.TEXT);
      Object name = value(key, keys, below);
      Object value = value(entry.getValue().value(), values, below);
      whole &= name != null && value != null;
      if (name != null && value != null) {
        map.put(name, value);
      }
    }
    return whole ? java.util.Collections.unmodifiableMap(map) : null;
  }

  /// A part of a document as plain data.
  static @Nullable Object plain(Tree tree) {
    return switch (tree) {
      case Tree.Scalar scalar -> plain(scalar);
      case Tree.Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Tree.Mapping mapping -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> map.put(key, plain(entry.value())));
        yield map;
      }
    };
  }

  private static @Nullable Object plain(Tree.Scalar scalar) {
    return switch (scalar.type()) {
      case TEXT -> scalar.text();
      case BOOLEAN -> truth(scalar.text());
      case NULL -> null;
      case NUMBER -> number(scalar.text());
    };
  }

  private static Object number(String text) {
    try {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    } catch (NumberFormatException fraction) {
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException other) {
        return text;
      }
    }
  }

  private void problem(Tree tree, String path, String message) {
    binder.problem(tree.position(), tree.origin(), path, message);
  }

  /// Whether a component of this type may be absent.
  static boolean mayBeAbsent(Type type) {
    return absent(type).isPresent();
  }

  /// What an absent component of this type is, if it may be absent.
  static Optional<Object> absent(Type type) {
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
