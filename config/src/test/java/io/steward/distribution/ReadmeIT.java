package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README shows what really happens, including a plugin that is built outside of this source
/// tree with only the API.
class ReadmeIT {

  private static final Path README = Installation.ROOT.resolve("README.md");

  @TempDir private Path folder = Path.of("");

  @Test
  void showsWhatHappens() throws Exception {
    Files.createSymbolicLink(folder.resolve("config"), Installation.ROOT.resolve("config"));
    Files.createSymbolicLink(folder.resolve("plugins"), Installation.HOME.resolve("plugins"));
    Files.createSymbolicLink(
        folder.resolve("steward-api"), Installation.ROOT.resolve("steward-api"));
    try (Follower reader = new Follower(folder)) {
      assertThat(reader.follow(README)).isEqualTo(3);
    }
  }

  @Test
  void namesTheSubjectsThatAreTested() throws Exception {
    assertThat(README).content().contains("nats pub " + PlainNatsIT.STORED, PlainNatsIT.LIVE);
  }
}
