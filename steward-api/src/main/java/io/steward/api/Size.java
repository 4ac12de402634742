package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The number of characters of a text, items of a list or set, or entries of a map, inclusive:
/// `@Size(min = 1) List<String> paths`. Characters are counted as Unicode code points.
///
/// For a `String`, a `List`, a `Set` or a `Map`, or an `Optional` of one.
///
/// A document that violates it is rejected with the position and the allowed sizes before the
/// record is created. `steward describe` and the published schema show it. A plugin that uses it on
/// any other type, or with impossible sizes, is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Size {
  /// {@return the minimum, at least 0}
  int min() default 0;

  /// {@return the maximum}
  int max() default Integer.MAX_VALUE;
}
