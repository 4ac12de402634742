package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A reader who follows the README, and then the documents on configuration and on the protocol,
/// from top to bottom sees what they show. They share one fleet, which the README starts.
class ReadmeIT {

  private static final Path README = Installation.ROOT.resolve("README.md");
  private static final Path CONFIG = Installation.ROOT.resolve("config/README.md");
  private static final Path RUNTIME = Installation.ROOT.resolve("steward-runtime/README.md");

  @TempDir private Path folder = Path.of("");

  @Test
  void showsWhatHappens() throws Exception {
    Files.createSymbolicLink(folder.resolve("config"), Installation.ROOT.resolve("config"));
    Files.createSymbolicLink(folder.resolve("plugins"), Installation.HOME.resolve("plugins"));
    try (Follower reader = new Follower(folder)) {
      assertThat(reader.follow(README)).as("the fleet").isEqualTo(1);
      assertThat(reader.follow(CONFIG)).isEqualTo(1);
      assertThat(reader.follow(RUNTIME)).as("and emulated units").isEqualTo(2);
    }
  }

  @Test
  void namesTheSubjectsThatAreTested() throws Exception {
    assertThat(RUNTIME).content().contains("nats pub " + PlainNatsIT.STORED, PlainNatsIT.LIVE);
  }
}
