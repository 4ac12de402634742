package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An author who follows the guide to plugins builds every method that it shows, outside this tree
/// and with nothing but the API, the test kit and steward-durable, and sees it work.
class GuideIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void buildsAndRunsEveryExample() throws Exception {
    Files.createSymbolicLink(
        folder.resolve("steward-api"), Installation.ROOT.resolve("steward-api"));
    try (Follower author = new Follower(folder)) {
      assertThat(author.follow(Installation.ROOT.resolve("plugins/README.md"))).isEqualTo(2);
    }
  }
}
