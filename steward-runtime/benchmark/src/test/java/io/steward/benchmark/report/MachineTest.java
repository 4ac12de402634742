package io.steward.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {

  @Test
  void parsesProcessorMemoryAndLoad() {
    Machine machine =
        Machine.of(
            "processor\t: 0\nmodel name\t: Some CPU @ 2.00GHz\nprocessor\t: 1\n",
            "MemTotal:       16384000 kB\nMemFree:         1 kB\n",
            "0.52 1.45 0.64 2/345 4711\n",
            "ext4");
    assertThat(machine.processor()).isEqualTo("Some CPU @ 2.00GHz");
    assertThat(machine.memory()).isEqualTo(16_384_000L * 1024);
    assertThat(machine.load()).isEqualTo(0.52);
    assertThat(machine.disk()).isEqualTo("ext4");
  }

  @Test
  void reportsTheArchitectureWhenTheProcessorHasNoModel() {
    assertThat(Machine.of("processor\t: 0\n", "", "", "xfs").processor())
        .isEqualTo(System.getProperty("os.arch"));
  }
}
