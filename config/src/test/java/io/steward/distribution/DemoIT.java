package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  @TempDir private Path folder = Path.of("");

  private Installation installation() {
    return new Installation(
        folder,
        Map.of(
            "STEWARD_CONFIGS",
            Installation.ROOT.resolve("config").toString(),
            "STEWARD_PLUGINS",
            Installation.HOME.resolve("plugins").toString(),
            "TMPDIR",
            folder.toString(),
            "STEWARD_JAVA_OPTIONS",
            "-Djava.io.tmpdir=" + folder));
  }

  @Test
  void showsTheMainUseAndLeavesNothing() {
    Running demo = installation().start("demo");
    int broker = Integer.parseInt(demo.awaitPrinted("listens on nats://127.0.0.1:(\\d+)"));
    Ended ended = demo.awaitEnd();
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .containsSubsequence(
            "line 1 of ship2",
            "\"state\":\"succeeded\"",
            "GET /berth/3 200",
            "ship2 goes away",
            "stopped",
            "ship2 comes back",
            "succeeded",
            "All is well.");
    assertThat(ended.err()).contains("ship2: stored");
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), broker).close())
        .isInstanceOf(ConnectException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void showsHowToConnectWhenKeptRunning() {
    try (Running demo = installation().start("demo", "--keep")) {
      String broker = demo.awaitPrinted("export STEWARD_BROKER=(nats://\\S+)");
      Ended run = installation().with("STEWARD_BROKER", broker).run("run", "ship1", "--", "true");
      assertThat(run.exit()).isZero();
    }
  }
}
