package io.steward.runtime.databind;

import io.steward.api.DurationRange;
import io.steward.api.Matches;
import io.steward.api.Range;
import io.steward.api.Size;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The constraints that a record component declares.
///
/// @param own for the value itself
/// @param elements for each item of a list or set, each value of a map
/// @param keys for each key of a map
record Constraints(List<Constraint> own, List<Constraint> elements, List<Constraint> keys) {

  /// No constraints.
  static final Constraints NONE = new Constraints(List.of(), List.of(), List.of());

  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, long.class, double.class, Integer.class, Long.class, Double.class);
  private static final Set<Class<?>> DURATIONS = Set.of(Duration.class);
  private static final Set<Class<?>> TEXTS = Set.of(String.class, Path.class, URI.class);

  private static final ClassValue<Map<String, Constraints>> KNOWN =
      new ClassValue<>() {
        @Override
        protected Map<String, Constraints> computeValue(Class<?> type) {
          Map<String, Constraints> all = new HashMap<>();
          for (RecordComponent component : type.getRecordComponents()) {
            all.put(component.getName(), read(component));
          }
          return Map.copyOf(all);
        }
      };

  /// The constraints of a component.
  ///
  /// @throws IllegalArgumentException if a declared constraint makes no sense
  static Constraints of(RecordComponent component) {
    return KNOWN.get(component.getDeclaringRecord()).getOrDefault(component.getName(), NONE);
  }

  private static Constraints read(RecordComponent component) {
    try {
      Constraints all = new Constraints(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      all.read(component, unwrapOptional(component.getGenericType()));
      return all.isEmpty() ? NONE : all;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName()
              + "."
              + component.getName()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /// The type inside an `Optional`, or the type itself.
  private static Type unwrapOptional(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  private void read(RecordComponent component, Type type) {
    boolean many = type instanceof ParameterizedType;
    Type[] of =
        type instanceof ParameterizedType generic
            ? generic.getActualTypeArguments()
            : new Type[] {type};
    Type value = of[of.length - 1];
    Range range = component.getAnnotation(Range.class);
    if (range != null) {
      requireType("@Range", "numbers", NUMBERS, value);
      (many ? elements : own).add(numberRange(range));
    }
    DurationRange durationRange = component.getAnnotation(DurationRange.class);
    if (durationRange != null) {
      requireType("@DurationRange", "durations", DURATIONS, value);
      (many ? elements : own).add(durationBounds(durationRange));
    }
    Size size = component.getAnnotation(Size.class);
    if (size != null) {
      own.add(sizeRange(size, type));
    }
    Matches matches = component.getAnnotation(Matches.class);
    if (matches != null) {
      requireType("@Matches", "text", TEXTS, of[0]);
      List<Constraint> where = of.length > 1 ? keys : many ? elements : own;
      where.add(Constraint.PatternMatch.whole(matches.value(), matches.hint()));
    }
  }

  private static void requireType(String annotation, String what, Set<Class<?>> types, Type type) {
    if (!(type instanceof Class<?> single && types.contains(single))) {
      throw new IllegalArgumentException(
          annotation + " is for " + what + ", not for " + type.getTypeName());
    }
  }

  private static Constraint numberRange(Range range) {
    if (!(range.min() <= range.max())) {
      throw new IllegalArgumentException(
          "@Range has the min " + range.min() + " above the max " + range.max());
    }
    if (Double.isInfinite(range.min()) && Double.isInfinite(range.max())) {
      throw new IllegalArgumentException("@Range has neither a min nor a max");
    }
    return new Constraint.NumberRange(range.min(), range.max());
  }

  private static Constraint durationBounds(DurationRange durationRange) {
    Duration min = Durations.parse(durationRange.min());
    Optional<Duration> max =
        durationRange.max().isEmpty()
            ? Optional.empty()
            : Optional.of(Durations.parse(durationRange.max()));
    if (max.filter(longest -> longest.compareTo(min) < 0).isPresent()) {
      throw new IllegalArgumentException(
          "@DurationRange has the min "
              + durationRange.min()
              + " above the max "
              + durationRange.max());
    }
    return new Constraint.DurationBounds(min, max);
  }

  private static Constraint sizeRange(Size size, Type type) {
    if (size.min() < 0 || size.max() < size.min()) {
      throw new IllegalArgumentException(
          "@Size needs 0 <= min <= max, not min " + size.min() + " and max " + size.max());
    }
    return new Constraint.SizeRange(size.min(), size.max(), sizeUnit(type));
  }

  private static Constraint.SizeUnit sizeUnit(Type type) {
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    if (raw == String.class) {
      return Constraint.SizeUnit.CHARACTERS;
    }
    if (raw == List.class || raw == Set.class) {
      return Constraint.SizeUnit.ITEMS;
    }
    if (raw == Map.class) {
      return Constraint.SizeUnit.ENTRIES;
    }
    throw new IllegalArgumentException(
        "@Size is for text, lists, sets and maps, not for " + type.getTypeName());
  }

  private boolean isEmpty() {
    return own.isEmpty() && elements.isEmpty() && keys.isEmpty();
  }

  /// The constraints of each item of a list or set, or value of a map.
  Constraints forElements() {
    return elements.isEmpty() ? NONE : new Constraints(elements, List.of(), List.of());
  }

  /// The constraints of each key of a map.
  Constraints forKeys() {
    return keys.isEmpty() ? NONE : new Constraints(keys, List.of(), List.of());
  }

  /// The first constraint that the value itself violates, as a message; empty if it violates none.
  Optional<String> violation(Object value) {
    for (Constraint each : own) {
      Optional<String> violation = each.violation(value);
      if (violation.isPresent()) {
        return violation;
      }
    }
    return Optional.empty();
  }

  /// Whether a value and everything in it satisfy all constraints.
  boolean allows(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.map(this::allows).orElse(true);
      case Collection<?> items ->
          violation(items).isEmpty() && items.stream().allMatch(forElements()::allows);
      case Map<?, ?> entries ->
          violation(entries).isEmpty()
              && entries.keySet().stream().allMatch(forKeys()::allows)
              && entries.values().stream().allMatch(forElements()::allows);
      default -> violation(value).isEmpty();
    };
  }
}
