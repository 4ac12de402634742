package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The range of a number, inclusive: `@Range(min = 1, max = 1000) int batch`.
///
/// For an `int`, a `long` or a `double`, or its box. On an `Optional`, a `List`, a `Set` or a `Map`
/// it applies to the number inside, to each item, or to each value.
///
/// A document that violates it is rejected with the position and the range before the record is
/// created. `steward describe` and the published schema show it. A plugin that uses it on any other
/// type, or with `min` above `max`, is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /// {@return the minimum; exact up to 2⁵³, as is {@link #max}}
  double min() default Double.NEGATIVE_INFINITY;

  /// {@return the maximum}
  double max() default Double.POSITIVE_INFINITY;
}
