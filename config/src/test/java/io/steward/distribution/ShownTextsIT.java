package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What people read is reviewed as a whole: a changed sentence shows in `texts.txt`. It is written
/// anew with `-Dsteward.texts.write=true`.
class ShownTextsIT {

  private static final Path REVIEWED =
      Installation.ROOT.resolve("config/src/test/resources/texts.txt");

  @Test
  void everyTextThatIsShownHasBeenReviewed() throws Exception {
    String texts = ShownTexts.of(Installation.HOME);
    assertThat(texts).contains("## help steward.txt", "## io/steward/runtime/cli/", "## steward");
    if (Boolean.getBoolean("steward.texts.write")) {
      Files.writeString(REVIEWED, texts);
    }
    assertThat(texts).isEqualTo(Files.readString(REVIEWED));
  }
}
