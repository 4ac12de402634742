package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All examples of the plugin guide build and work.
class GuideIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void buildsAndRunsEveryExample() throws Exception {
    try (Follower author = new Follower(folder)) {
      assertThat(author.follow(Installation.ROOT.resolve("plugins/README.md"))).isEqualTo(1);
    }
  }
}
