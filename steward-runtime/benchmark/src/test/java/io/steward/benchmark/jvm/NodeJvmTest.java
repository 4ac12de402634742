package io.steward.benchmark.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeJvmTest {

  @Test
  void readsTheDistributionsOptionsWithoutComments(@TempDir Path home) throws IOException {
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.writeString(
        lib.resolve("jvm.options"),
        """
        # small
        -Xmx384m   # measured

        --add-modules java.se
        """);
    Files.writeString(lib.resolve("node.options"), "-Xms8m");
    assertThat(NodeJvm.of(home, List.of("-Xmx1g")).options())
        .containsExactly("-Xmx384m", "--add-modules", "java.se", "-Xms8m", "-Xmx1g");
  }
}
