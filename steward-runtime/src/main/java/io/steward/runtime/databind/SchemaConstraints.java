package io.steward.runtime.databind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the constraints of a value from its schema: the reverse of {@link Constraint#addTo}.
/// Keywords that make no sense, perhaps written by another version, are ignored.
final class SchemaConstraints {

  private SchemaConstraints() {}

  static List<Constraint> of(Map<?, ?> schema) {
    List<Constraint> all = new ArrayList<>();
    if (schema.get("minimum") instanceof Number || schema.get("maximum") instanceof Number) {
      all.add(
          new Constraint.NumberRange(
              bound(schema.get("minimum"), Double.NEGATIVE_INFINITY),
              bound(schema.get("maximum"), Double.POSITIVE_INFINITY)));
    }
    Optional<Duration> shortest = duration(schema.get(ExtensionKeyword.SHORTEST));
    Optional<Duration> longest = duration(schema.get(ExtensionKeyword.LONGEST));
    if (shortest.isPresent() || longest.isPresent()) {
      all.add(new Constraint.DurationBounds(shortest.orElse(Duration.ZERO), longest));
    }
    for (Constraint.SizeUnit sizeUnit : Constraint.SizeUnit.values()) {
      if (schema.containsKey(sizeUnit.minKeyword()) || schema.containsKey(sizeUnit.maxKeyword())) {
        all.add(
            new Constraint.SizeRange(
                size(schema.get(sizeUnit.minKeyword()), 0),
                size(schema.get(sizeUnit.maxKeyword()), Integer.MAX_VALUE),
                sizeUnit));
      }
    }
    patternMatch(schema).ifPresent(all::add);
    return all;
  }

  /// Whether a schema is that of a duration.
  static boolean isDuration(Map<?, ?> schema) {
    return ExtensionKeyword.DURATION.equals(schema.get("pattern"));
  }

  private static double bound(@Nullable Object value, double otherwise) {
    return value instanceof Number number ? number.doubleValue() : otherwise;
  }

  private static int size(@Nullable Object value, int otherwise) {
    return value instanceof Number number ? number.intValue() : otherwise;
  }

  private static Optional<Duration> duration(@Nullable Object value) {
    try {
      return value instanceof String text ? Optional.of(Durations.parse(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Constraint> patternMatch(Map<?, ?> schema) {
    if (!(schema.get("pattern") instanceof String pattern) || isDuration(schema)) {
      return Optional.empty();
    }
    String hint = schema.get(ExtensionKeyword.HINT) instanceof String text ? text : "";
    try {
      return Optional.of(Constraint.PatternMatch.found(pattern, hint));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
