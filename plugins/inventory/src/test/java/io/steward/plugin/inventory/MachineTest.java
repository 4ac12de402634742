package io.steward.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Facts of the machine that runs the test.
@EnabledOnOs(OS.LINUX)
class MachineTest {

  private final Map<String, Object> facts = new Machine().facts();

  private Map<?, ?> map(String name) {
    assertThat(facts.get(name)).isInstanceOf(Map.class);
    return facts.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  @Test
  void isNamedAndDescribed() throws Exception {
    assertThat(facts)
        .containsEntry("host", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip())
        .containsEntry("arch", System.getProperty("os.arch"));
    assertThat(map("os").get("kernel"))
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    assertThat(map("os").get("name")).asString().isNotBlank();
  }

  @Test
  void hasAProcessorAndMemory() {
    assertThat(map("cpu").get("threads"))
        .isInstanceOfSatisfying(
            Number.class,
            threads ->
                assertThat(threads.intValue())
                    .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors()));
    assertThat(map("memory").get("total"))
        .isInstanceOfSatisfying(
            Number.class,
            total ->
                assertThat(total.longValue()).isGreaterThan(Runtime.getRuntime().totalMemory()));
    assertThat(map("memory").get("swap")).isInstanceOf(Number.class);
  }

  @Test
  void startedBeforeThisProgram() {
    Instant program = ProcessHandle.current().info().startInstant().orElseThrow();
    assertThat(Instant.parse(String.valueOf(facts.get("started")))).isBefore(program);
  }

  @Test
  void isStableAcrossReads() {
    assertThat(new Machine().facts().get("started")).isEqualTo(facts.get("started"));
    assertThat(new Machine().facts().get("cpu")).isEqualTo(facts.get("cpu"));
    assertThat(new Machine().facts().get("os")).isEqualTo(facts.get("os"));
  }

  @Test
  void hasNoLoopbackAmongItsAddresses() {
    assertThat(String.valueOf(facts.getOrDefault("addresses", List.of())))
        .doesNotContain("127.0.0.1", "fe80", "%");
  }
}
