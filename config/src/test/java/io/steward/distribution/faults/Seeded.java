package io.steward.distribution.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// A test that runs once per seed, and whose failure message contains the command to rerun it with
/// only that seed.
///
/// The system property `steward.faults.seeds` sets the number of seeds; `steward.faults.seed`
/// selects a single one instead.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Seeded.Seeds.class)
@ExtendWith(Seeded.Again.class)
@interface Seeded {

  /// The maximum number of seeds, for tests that take minutes.
  int most() default Integer.MAX_VALUE;

  /// The seeds of this run.
  final class Seeds implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Long single = Long.getLong("steward.faults.seed");
      if (single != null) {
        return Stream.of(Arguments.of(single));
      }
      Seeded seeded =
          Objects.requireNonNull(context.getRequiredTestMethod().getAnnotation(Seeded.class));
      return LongStream.rangeClosed(
              1, Math.min(seeded.most(), Long.getLong("steward.faults.seeds", 2)))
          .mapToObj(Arguments::of);
    }
  }

  /// Adds the command to rerun a failed test.
  final class Again implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
      String seed = context.getDisplayName();
      throw new AssertionError(
          "seed "
              + seed
              + "; rerun: ./steward verify -pl config -am -Dtest=none -Dit.test="
              + context.getRequiredTestClass().getSimpleName()
              + "#"
              + context.getRequiredTestMethod().getName()
              + " -Dsteward.faults.seed="
              + seed
              + " -Dsurefire.failIfNoSpecifiedTests=false"
              + " -Dfailsafe.failIfNoSpecifiedTests=false\n"
              + failure,
          failure);
    }
  }
}
