package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How long a duration may be, both ends included: `@DurationRange(min = "10ms", max = "1h")
/// Duration delay`. Durations are written as in a document: `250ms`, `30s`, `1h30m`, `7d`, or ISO
/// 8601.
///
/// For a `java.time.Duration`. Where the component is an `Optional`, a `List`, a `Set` or a `Map`,
/// it holds for the duration in it, each item, or each value.
///
/// A document that breaks it is refused with its place and the range, before the record is made.
/// `steward describe` and the published schema show it. On any other type, or with a `min` above
/// the `max`, the plugin is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DurationRange {
  /// {@return the shortest it may be}
  String min() default "0s";

  /// {@return the longest it may be; any length when empty}
  String max() default "";
}
