package io.steward.distribution.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A test that is run once a seed, and whose failure says how to run it again with just that one.
///
/// How many seeds there are is in the system property `steward.faults.seeds`; `steward.faults.seed`
/// names a single one instead.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("io.steward.distribution.faults.Seeded$Seeds#all")
@ExtendWith(Seeded.Again.class)
@interface Seeded {

  /// The seeds of this run.
  final class Seeds {
    private Seeds() {}

    static LongStream all() {
      Long single = Long.getLong("steward.faults.seed");
      return single == null
          ? LongStream.rangeClosed(1, Long.getLong("steward.faults.seeds", 2))
          : LongStream.of(single);
    }
  }

  /// Says how to run a failed test again.
  final class Again implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
      throw new AssertionError(
          "seed %s; again: ./steward verify -pl config -am -Dtest=none -Dit.test=%s#%s -Dsteward.faults.seed=%s -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false"
              .formatted(
                  context.getDisplayName(),
                  context.getRequiredTestClass().getSimpleName(),
                  context.getRequiredTestMethod().getName(),
                  context.getDisplayName()),
          failure);
    }
  }
}
