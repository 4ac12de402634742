package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A regular expression that the whole text must match: `@Matches(value = "[a-z]+", hint = "a name
/// in lower case") String name`.
///
/// For a `String`, a `java.nio.file.Path` or a `java.net.URI`, as written. On an `Optional`, a
/// `List` or a `Set` it applies to the text inside or to each item; on a `Map`, to each key.
///
/// The syntax is that of [RE2](https://github.com/google/re2/wiki/Syntax): `java.util.regex`
/// without look-around and back-references. Matching takes time linear in the length of the text
/// for every expression, so no input can stall a unit.
///
/// A document that violates it is rejected with the position and the hint before the record is
/// created. `steward describe` and the published schema show it. A plugin that uses it on any other
/// type, or with an invalid expression, is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Matches {
  /// {@return the regular expression}
  String value();

  /// {@return a description of what matches, as in "… is not *a name in lower case*"; if empty, the
  /// expression itself is shown}
  String hint() default "";
}
