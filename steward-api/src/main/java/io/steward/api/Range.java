package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// From where to where a number may be, both included: `@Range(min = 1, max = 1000) int batch`.
///
/// For an `int`, a `long` or a `double`, or the box of one. Where the component is an `Optional`, a
/// `List`, a `Set` or a `Map`, it holds for the number in it, each item, or each value.
///
/// A document that breaks it is refused with its place and the range, before the record is made.
/// `steward describe` and the published schema show it. On any other type, or with a `min` above
/// the `max`, the plugin is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /// {@return the least it may be; exact up to 2⁵³, as is {@link #max}}
  double min() default Double.NEGATIVE_INFINITY;

  /// {@return the most it may be}
  double max() default Double.POSITIVE_INFINITY;
}
