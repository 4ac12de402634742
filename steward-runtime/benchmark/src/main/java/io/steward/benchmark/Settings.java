package io.steward.benchmark;

import io.steward.benchmark.measure.Effort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The settings of a run, whose defaults are in the module's pom.
///
/// @param home the folder of the distribution
/// @param target the folder for the report and for files of the measured programs, so that these
///   are on a disk
/// @param effort how much time to spend
/// @param names the selected comparisons; empty for all
/// @param jvm additional options for the measured JVMs
record Settings(Path home, Path target, Effort effort, List<String> names, List<String> jvm) {

  private static final String ALL = "all";

  /// Reads the settings from system properties.
  ///
  /// @param known the names of all comparisons
  /// @throws IllegalArgumentException if a setting is missing or a comparison is unknown
  static Settings of(Function<String, @Nullable String> properties, List<String> known) {
    List<String> names =
        words(properties, "benchmark.names").filter(name -> !name.equals(ALL)).toList();
    names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "there is no benchmark \"" + name + "\"; there are " + String.join(", ", known));
        });
    return new Settings(
        path(properties, "steward.home"),
        path(properties, "benchmark.target"),
        words(properties, "benchmark.quick").anyMatch("true"::equals) ? Effort.QUICK : Effort.FULL,
        names,
        words(properties, "benchmark.java").toList());
  }

  /// Whether a comparison is selected.
  boolean includes(String name) {
    return names.isEmpty() || names.contains(name);
  }

  private static Path path(Function<String, @Nullable String> properties, String name) {
    return Optional.ofNullable(properties.apply(name))
        .map(value -> Path.of(value).toAbsolutePath().normalize())
        .orElseThrow(() -> new IllegalArgumentException("-D" + name + "= is missing"));
  }

  private static Stream<String> words(Function<String, @Nullable String> properties, String name) {
    String value = Optional.ofNullable(properties.apply(name)).orElse("");
    return Stream.of(value.split("[\\s,]+")).filter(word -> !word.isEmpty());
  }
}
