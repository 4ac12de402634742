package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The range of a duration, inclusive: `@DurationRange(min = "10ms", max = "1h") Duration delay`.
/// Durations are written as in YAML and JSON documents: `250ms`, `30s`, `1h30m`, `7d`, or ISO 8601.
///
/// For a `java.time.Duration`. On an `Optional`, a `List`, a `Set` or a `Map` it applies to the
/// duration inside, to each item, or to each value.
///
/// A document that violates it is rejected with the position and the range before the record is
/// created. `steward describe` and the published schema show it. A plugin that uses it on any other
/// type, or with `min` above `max`, is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DurationRange {
  /// {@return the minimum}
  String min() default "0s";

  /// {@return the maximum; empty for no limit}
  String max() default "";
}
