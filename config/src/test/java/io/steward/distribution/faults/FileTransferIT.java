package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.distribution.Ended;
import io.steward.distribution.Installation;
import io.steward.distribution.Running;
import io.steward.distribution.faults.Proxy.Way;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies files over links that are cut, to nodes that die, and from node to node.
class FileTransferIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MEGABYTE = 1_000_000;

  @TempDir private Path folder = Path.of("");
  private Broker broker;
  private Proxy proxy;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    broker = Broker.start(folder.resolve("broker"));
    proxy = Proxy.to(broker.address());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    broker.close();
  }

  /// Starts a node that may read and write its own folder of files.
  private Running node(String name, String url, String... from) throws IOException {
    Path config = folder.resolve(name + ".yaml");
    Files.writeString(
        config,
        """
        node: %s
        broker: { servers: ["%s"] }
        data: "%s"
        heartbeat: 1s
        plugins: { folder: "%s" }
        commands:
          filetransfer.files:
            from: [operator, %s]
            with: { read: ["%s"], write: ["%s"] }
        """
            .formatted(
                name,
                url,
                folder.resolve("data").resolve(name),
                Installation.HOME.resolve("plugins"),
                String.join(", ", from),
                files(name),
                files(name)));
    Running node = new Installation(folder, Map.of()).start("node", config.toString());
    node.awaitPrinted("node " + name + " is up");
    return node;
  }

  /// The folder of a node's files.
  private Path files(String node) throws IOException {
    return Files.createDirectories(folder.resolve("files").resolve(node));
  }

  private Installation operator() {
    return new Installation(
        folder, Map.of("STEWARD_BROKER", broker.url(), "STEWARD_AS", "operator"));
  }

  private Path random(String name, int megabytes) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = new byte[MEGABYTE];
    Random random = new Random(megabytes);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytes; i++) {
        random.nextBytes(bytes);
        out.write(bytes);
      }
    }
    return file;
  }

  /// All files in a node's folder and in its binding's data folder.
  private List<Path> left(String node) throws IOException {
    Path own = folder.resolve("data").resolve(node).resolve("command.filetransfer.files");
    try (Stream<Path> here = Files.walk(files(node));
        Stream<Path> there = Files.walk(own)) {
      return Stream.concat(here, there).filter(Files::isRegularFile).toList();
    }
  }

  private static void assertFine(Ended ended) {
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  /// Cuts the link a number of times, each time after a number of bytes.
  private void cut(int times, long bytes) {
    for (int i = 0; i < times; i++) {
      proxy.cutAfter(bytes);
      await().atMost(PATIENCE).until(proxy::hasCut);
    }
  }

  @Test
  void fiveHundredMegabytesArriveOverALinkThatIsCutFiveTimes() throws Exception {
    int megabytes = 500;
    Path file = random("large.bin", megabytes);
    try (Running ship = node("ship", proxy.url())) {
      long before = proxy.carried();
      Path target = files("ship").resolve("large.bin");
      Running copy = operator().start("copy", file.toString(), "ship:" + target);
      cut(5, 80L * MEGABYTE);
      assertFine(copy.awaitEnd());
      assertThat(Files.mismatch(file, target)).isEqualTo(-1);
      assertThat(proxy.carried() - before)
          .isBetween((long) megabytes * MEGABYTE, megabytes * 11L * MEGABYTE / 10);
      assertThat(left("ship")).containsExactly(target);
      assertThat(ship.printed()).doesNotContain("broken");
    }
  }

  @Test
  void copiesAFileBackOverALinkThatIsCutAndLeavesNothingAtTheBroker() throws Exception {
    try (Running ship = node("ship", proxy.url())) {
      Path file = random("files/ship/log.bin", 60);
      Path target = folder.resolve("here.bin");
      long before = proxy.carried();
      Running copy = operator().start("copy", "ship:" + file, target.toString());
      cut(3, 15L * MEGABYTE);
      assertFine(copy.awaitEnd());
      assertThat(Files.mismatch(file, target)).isEqualTo(-1);
      assertThat(proxy.carried() - before).isLessThan(75L * MEGABYTE);
      assertThat(folder).isDirectoryNotContaining("glob:**.part");
      assertThat(left("ship")).containsExactly(file);
      assertThat(new Archive(broker.url()).objects()).isZero();
      assertThat(ship.printed()).doesNotContain("broken");
    }
  }

  @Test
  void aCopyToANodeThatDiesIsResumed() throws Exception {
    Path file = random("large.bin", 30);
    Path target = files("ship").resolve("large.bin");
    Running doomed = node("ship", proxy.url());
    proxy.set(new Way.Throttled(2 * MEGABYTE));
    long before = proxy.carried();
    Running copy = operator().start("copy", file.toString(), "ship:" + target, "--json");
    await().atMost(PATIENCE).until(() -> proxy.carried() - before > 12L * MEGABYTE);
    doomed.kill();
    proxy.set(new Way.Clear());
    try (Running ship = node("ship", proxy.url())) {
      Ended ended = copy.awaitEnd();
      assertFine(ended);
      assertThat(ended.out()).doesNotContain("\"resumed\":0,").contains("\"resumed\":");
      assertThat(Files.mismatch(file, target)).isEqualTo(-1);
      assertThat(left("ship")).containsExactly(target);
      assertThat(ship.printed()).doesNotContain("broken");
    }
  }

  @Test
  void aCopyThatIsCancelledLeavesNothingBehind() throws Exception {
    Path file = random("large.bin", 60);
    Path target = files("ship").resolve("large.bin");
    try (Running ship = node("ship", proxy.url())) {
      proxy.set(new Way.Throttled(2 * MEGABYTE));
      long before = proxy.carried();
      String id =
          operator().run("copy", file.toString(), "ship:" + target, "--detach").out().strip();
      await().atMost(PATIENCE).until(() -> proxy.carried() - before > 3L * MEGABYTE);
      assertThat(left("ship")).isNotEmpty();
      assertFine(operator().run("cancel", id));
      await().atMost(PATIENCE).until(() -> left("ship").isEmpty());
      assertThat(ship.printed()).doesNotContain("broken");
    }
  }

  @Test
  void copiesAFileFromNodeToNode() throws Exception {
    try (Running one = node("one", broker.url(), "two");
        Running two = node("two", broker.url())) {
      Path file = random("files/one/a.bin", 3);
      Path asked = files("two").resolve("asked.bin");
      assertFine(operator().run("copy", "one:" + file, "two:" + files("two") + "/"));
      assertThat(Files.mismatch(file, files("two").resolve("a.bin"))).isEqualTo(-1);
      assertFine(
          operator()
              .run(
                  "send",
                  "two.command.filetransfer.files",
                  "fetch={\"from\":\"one\",\"file\":\"%s\",\"path\":\"%s\"}"
                      .formatted(file, asked)));
      assertThat(Files.mismatch(file, asked)).isEqualTo(-1);
      assertThat(new Archive(broker.url()).objects()).isZero();
      assertThat(one.printed() + two.printed()).doesNotContain("broken");
    }
  }

  @Test
  void copiesAFileToAllTargetsAndNamesThoseThatRefuse() throws Exception {
    try (Running one = node("one", broker.url());
        Running two = node("two", broker.url())) {
      Path file = random("a.bin", 3);
      Ended ended =
          operator()
              .run("copy", file.toString(), "state=online:" + files("one") + "/", "--mode", "0600");
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("two").contains("is not in any of the folders");
      assertThat(Files.mismatch(file, files("one").resolve("a.bin"))).isEqualTo(-1);
      assertThat(one.printed() + two.printed()).doesNotContain("broken");
    }
  }
}
