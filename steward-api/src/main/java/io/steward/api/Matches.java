package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The form that a text must have, the whole of it: `@Matches(value = "[a-z]+", hint = "a name in
/// lower case") String name`.
///
/// For a `String`, a `java.nio.file.Path` or a `java.net.URI`, as it is written. Where the
/// component is an `Optional`, a `List` or a `Set`, it holds for the text in it, or each item; on a
/// `Map`, for each key.
///
/// The expression is in the syntax of [RE2](https://github.com/google/re2/wiki/Syntax), that of
/// `java.util.regex` without look-around and back-references. It is matched in time that grows with
/// the length of the text alone, whatever it is given: nobody can hold up a unit by a text.
///
/// A document that breaks it is refused with its place and the hint, before the record is made.
/// `steward describe` and the published schema show it. On any other type, or with an expression
/// that is none, the plugin is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Matches {
  /// {@return the regular expression}
  String value();

  /// {@return what fits it, for a person, as in "… is not *a name in lower case*"; the expression
  /// itself is shown when empty}
  String hint() default "";
}
