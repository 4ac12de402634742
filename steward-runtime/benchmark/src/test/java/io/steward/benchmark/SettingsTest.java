package io.steward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.benchmark.measure.Effort;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "steward.home", "/opt/steward/../steward-1.0",
          "benchmark.target", "/opt/target",
          "benchmark.names", "all",
          "benchmark.quick", "false",
          "benchmark.java", "");

  private static Settings settings(Map<String, String> changes) {
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    properties.putAll(changes);
    return Settings.of(properties::get, List.of("start", "cli"));
  }

  @Test
  void selectAllBenchmarksByDefault() {
    assertThat(settings(Map.of()))
        .isEqualTo(
            new Settings(
                Path.of("/opt/steward-1.0"),
                Path.of("/opt/target"),
                Effort.FULL,
                List.of(),
                List.of()));
    assertThat(settings(Map.of()).includes("cli")).isTrue();
  }

  @Test
  void selectSomeBenchmarksWithQuickEffort() {
    Settings settings =
        settings(
            Map.of(
                "benchmark.names", "cli", "benchmark.quick", "true", "benchmark.java", "-Xa -Xb"));
    assertThat(settings.effort()).isEqualTo(Effort.QUICK);
    assertThat(settings.jvm()).containsExactly("-Xa", "-Xb");
    assertThat(settings.includes("start")).isFalse();
    assertThat(settings.includes("cli")).isTrue();
  }

  @Test
  void listTheKnownBenchmarksWhenOneIsUnknown() {
    assertThatThrownBy(() -> settings(Map.of("benchmark.names", "start,clli")))
        .hasMessage("there is no benchmark \"clli\"; there are start, cli");
  }
}
