package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Arguments, results and output larger than the maximum message of the broker.
class LargeBodyIT {

  private static final String SHELL = "ship.command.shellcommand.test";
  private static final int FIVE_MEGABYTES = 5_000_000;
  private static final int FIFTY_MEGABYTES = 50_000_000;
  private static final long TWO_GIBIBYTES = 2L << 30;
  private static final long KEPT = (1L << 20) + (64L << 10);

  @TempDir private static Path folder = Path.of("");
  private static Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    GrowPlugin.pack(folder, plugins.resolve("grow.jar"));
    try (Stream<Path> all = Files.list(Installation.HOME.resolve("plugins"))) {
      for (Path jar :
          all.filter(path -> path.getFileName().toString().startsWith("shellcommand-")).toList()) {
        Files.copy(jar, plugins.resolve(jar.getFileName()));
      }
    }
    Path config = folder.resolve("ship.yaml");
    Files.writeString(
        config,
        """
        node: ship
        plugins: { folder: plugins }
        commands:
          grow.test: { from: ["*"] }
          shellcommand.test: { from: ["*"] }
        """);
    fleet = Fleet.start(folder, List.of(config.toString()));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  /// Sends the contents of a file.
  private static Ended send(Path arguments) {
    return fleet
        .installation()
        .program(
            List.of(
                "sh",
                "-c",
                "exec \"$1\" send \"$2\" - < \"$3\"",
                "sh",
                Installation.HOME.resolve("steward").toString(),
                SHELL,
                arguments.toString()))
        .awaitEnd();
  }

  private static JsonNode lastObject(Ended ended) throws IOException {
    return new JsonMapper().readTree(ended.lines().getLast());
  }

  /// Resident memory of the program with all nodes, in bytes.
  private static long resident() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + fleet.up().pid() + "/status"))) {
      String line = lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }
  }

  @Test
  void argumentsOfFiveMegabytesReachAProgramWhole() throws Exception {
    byte[] random = new byte[FIVE_MEGABYTES / 2];
    new Random(3).nextBytes(random);
    String text = HexFormat.of().formatHex(random);
    Path arguments = folder.resolve("arguments.json");
    Files.writeString(
        arguments,
        """
        {"script": "f=$(mktemp); cat > $f; wc -c < $f; sha256sum < $f; rm $f", "stdin": "%s"}
        """
            .formatted(text));
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    Ended ended = send(arguments);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.lines())
        .containsExactly("" + FIVE_MEGABYTES, HexFormat.of().formatHex(digest) + "  -");
  }

  @Test
  void standardInputMayBeYaml() throws IOException {
    Path arguments = Files.writeString(folder.resolve("arguments.yaml"), "command: [echo, yaml]\n");
    assertThat(send(arguments).out()).isEqualTo("yaml\n");
  }

  @Test
  void aResultOfFiftyMegabytesIsPrintedWhole() {
    int times = FIFTY_MEGABYTES / GrowPlugin.UNIT.length();
    Ended ended = fleet.steward("send", "ship.command.grow.test", "times=" + times, "--json");
    assertThat(ended.exit()).isZero();
    String outcome = ended.lines().getLast();
    String key = "\"text\":\"";
    int begin = outcome.indexOf(key) + key.length();
    String text = outcome.substring(begin, outcome.indexOf('"', begin));
    assertThat(text.length()).isEqualTo(FIFTY_MEGABYTES);
    assertThat(text.equals(GrowPlugin.UNIT.repeat(times))).isTrue();
  }

  @Test
  void aResultOverTheLimitFailsWithBothSizes() {
    Ended ended = fleet.steward("send", "ship.command.grow.test", "times=7000000");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("70000011 bytes long").contains("at most 67108864");
  }

  @Test
  void twoGibibytesOfOutputAreCappedWithExactCountsAndFlatMemory() throws IOException {
    long before = resident();
    Ended ended =
        fleet.steward("send", SHELL, "command=[\"head\",\"-c\",\"2G\",\"/dev/zero\"]", "--json");
    JsonNode printed = lastObject(ended).at("/output/stdout");
    assertThat(printed.path("bytes").asLong()).isEqualTo(TWO_GIBIBYTES);
    assertThat(printed.path("dropped").asLong()).isEqualTo(TWO_GIBIBYTES - KEPT);
    assertThat(resident() - before).isLessThan(128L << 20);
  }
}
