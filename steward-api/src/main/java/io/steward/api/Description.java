package io.steward.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// One sentence for the operator, shown by `steward describe`: what a method does (on the handler
/// or source), or what a setting, an argument or a result means (on a record component).
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Description {
  /// {@return the sentence, with units and ranges where they apply}
  String value();
}
