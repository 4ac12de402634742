package io.steward.benchmark.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {

  @Test
  void parsesResidentAndProportionalSize() {
    assertThat(
            ProcessMemory.parse(
                """
                00400000-7ffd8a5ff000 ---p 00000000 00:00 0                              [rollup]
                Rss:               89000 kB
                Pss:               68000 kB
                Pss_Dirty:         60000 kB
                Shared_Clean:      21000 kB
                """))
        .isEqualTo(new ProcessMemory(89_000L * 1024, 68_000L * 1024));
  }

  @Test
  void readsThisProcess() throws IOException {
    ProcessMemory memory = ProcessMemory.of(ProcessHandle.current().pid());
    assertThat(memory.pss()).isPositive().isLessThanOrEqualTo(memory.rss());
  }
}
