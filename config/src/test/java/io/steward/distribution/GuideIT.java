package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever follows the guide to plugins has every method that it shows, built, and sees it work.
class GuideIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void buildsAndRunsEveryExample() throws Exception {
    try (Follower author = new Follower(folder)) {
      assertThat(author.follow(Installation.ROOT.resolve("plugins/README.md"))).isEqualTo(1);
    }
  }
}
