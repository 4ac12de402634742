package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many characters a text, how many items a list or set, how many entries a map may have, both
/// ends included: `@Size(min = 1) List<String> paths`. Characters are counted as Unicode code
/// points.
///
/// For a `String`, a `List`, a `Set` or a `Map`, and an `Optional` of one.
///
/// A document that breaks it is refused with its place and the sizes that are allowed, before the
/// record is made. `steward describe` and the published schema show it. On any other type, or with
/// sizes that there are not, the plugin is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Size {
  /// {@return the least there may be, 0 or more}
  int min() default 0;

  /// {@return the most there may be}
  int max() default Integer.MAX_VALUE;
}
