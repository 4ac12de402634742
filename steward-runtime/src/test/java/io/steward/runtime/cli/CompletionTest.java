package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.cli.completion.Completion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

  private static List<String> candidates(String... words) {
    return Completion.of(List.of(words), Verbs::line);
  }

  @Test
  void offersVerbsButNoHiddenOnes() {
    assertThat(candidates("")).contains("send", "units", "--help").doesNotContain("complete");
    assertThat(candidates("unit")).containsExactly("unit", "units");
    assertThat(candidates("sned", "")).isEmpty();
    assertThat(candidates()).isEmpty();
  }

  @Test
  void offersOnlyTheOptionsOfTheVerb() {
    assertThat(candidates("send", "--no")).containsExactly("--no-check");
    assertThat(candidates("describe", "--")).contains("--plugins", "--unit").doesNotContain("--to");
  }

  @Test
  void offersTheValuesOfAnEnum() {
    assertThat(candidates("completion", "")).containsExactly("bash", "fish", "zsh");
    assertThat(candidates("new-plugin", "--kind", "e")).containsExactly("event");
    assertThat(candidates("new-plugin", "--kind=e")).containsExactly("--kind=event");
    assertThat(candidates("new-plugin", "--kid=e")).isEmpty();
  }

  @Test
  void offersBuiltInMethodsToDescribeButNotToTry(@TempDir Path empty) {
    String none = empty.toString();
    assertThat(candidates("describe", "--plugins", none, "pi")).containsExactly("ping");
    assertThat(candidates("describe", "--plugins=" + none, "pi")).containsExactly("ping");
    assertThat(candidates("try", "--plugins", none, "pi")).isEmpty();
  }

  @Test
  void offersNothingAfterTheSeparator() {
    assertThat(candidates("run", "ship2", "--", "--")).isEmpty();
  }

  @Test
  @Timeout(20)
  void givesUpOnAnUnresponsiveBroker() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String broker = "nats://127.0.0.1:" + mute.getLocalPort();
      assertThat(candidates("unit", "--broker", broker, "")).isEmpty();
    }
  }
}
