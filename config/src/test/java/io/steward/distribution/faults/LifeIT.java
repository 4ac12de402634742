package io.steward.distribution.faults;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.distribution.Ended;
import io.steward.distribution.Installation;
import io.steward.distribution.PluginJar;
import io.steward.distribution.Running;
import io.steward.distribution.faults.Archive.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lifecycle of a plugin in a node that is never restarted: created, built, tested, installed,
/// bound, replaced and removed, under load.
@Tag("alone")
class LifeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SUBJECT = "ship1.command.mooring-line.main";
  private static final int A_WHILE = 300;
  private static final int REPLACEMENTS = 200;
  private static final String KNOT =
      """
      package org.example.knot;
      import io.steward.api.*;
      public record Knot() implements CommandHandler<Knot.Arguments> {
        public record Arguments(String name) {}
        public MethodName method() { return new MethodName("knot"); }
        public Reply handle(Arguments arguments, CommandContext context) throws Exception {
          context.output().write(arguments.name().getBytes());
          return Reply.succeeded(arguments);
        }
      }
      """;
  private static final String KNOT_MODULE =
      """
      module org.example.knot {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.knot.Knot;
      }
      """;

  @TempDir private Path folder = Path.of("");
  private Broker broker;
  private Running node;
  private Installation operator;

  @BeforeEach
  @SuppressWarnings("NullAway.Init")
  void startANode() throws IOException, InterruptedException {
    broker = Broker.start(folder.resolve("broker"));
    Files.createDirectory(plugins());
    Path shell;
    try (var jars =
        Files.newDirectoryStream(Installation.HOME.resolve("plugins"), "*shellcommand*.jar")) {
      shell = jars.iterator().next();
    }
    Files.copy(shell, plugins().resolve("shellcommand.jar"));
    configure("");
    operator =
        new Installation(
            folder, Map.of("STEWARD_BROKER", broker.url(), "STEWARD_AS", "operator-test"));
    node = operator.start("node", folder.resolve("ship1.yaml").toString());
    node.awaitPrinted("node ship1 is up");
  }

  @AfterEach
  void stop() {
    node.close();
    broker.close();
  }

  private Path plugins() {
    return folder.resolve("plugins");
  }

  private void configure(String bound) throws IOException {
    Files.writeString(
        folder.resolve("ship1.yaml"),
        """
        node: ship1
        broker: { servers: ["%s"] }
        data: data
        heartbeat: 1s
        plugins: { folder: plugins }
        commands:
          shellcommand.operatingsystem: { from: ["operator-*"] }
        %s\
        """
            .formatted(broker.url(), bound));
  }

  @Test
  void executesEveryCommandWhileItsPluginIsAddedReplacedAndRemoved()
      throws IOException, InterruptedException {
    Author author = Author.begin(folder);
    Path first = author.build();
    Path second = author.build("1.1.0", "greeting + \" \"", "\"ahoy \"");
    Path throwing = author.build("1.2.0", "this(\"hello\")", "this(\"hello\".substring(7))");
    Path unfitting = author.build("1.3.0", "greeting", "salute");

    drop(first, "mooring-line.jar");
    configure("  mooring-line.main: { from: [\"*\"], with: { greeting: hello } }\n");
    awaitUnit("\"subject\":\"" + SUBJECT + "\"");
    assertThat(sent("send", SUBJECT, "{\"name\":\"berth 7\"}", "--json").out())
        .contains("\"result\":{\"text\":\"hello berth 7\"}");

    try (Load load = Load.start(broker.url(), SUBJECT)) {
      load.awaitMore(A_WHILE);
      drop(second, "mooring-line.jar");
      node.awaitPrinted("plugin mooring-line 1.1.0 is active");
      load.awaitMore(A_WHILE);
      drop(throwing, "mooring-line-1.2.0.jar");
      node.awaitPrinted("mooring-line-1.2.0.jar.* cannot be created");
      load.awaitMore(A_WHILE);
      drop(unfitting, "mooring-line-1.3.0.jar");
      node.awaitPrinted("mooring-line-1.3.0.jar.*greeting");
      load.awaitMore(A_WHILE);
      load.stop();
      assertEachSucceededOnce(load.sent());
      assertThat(load.perSecond()).isGreaterThan(95);
    }
    assertThat(sent("run", "ship1", "--", "echo", "still here").out()).isEqualTo("still here\n");

    for (String jar :
        List.of("mooring-line.jar", "mooring-line-1.2.0.jar", "mooring-line-1.3.0.jar")) {
      Files.delete(plugins().resolve(jar));
    }
    awaitUnit("no plugin provides the method mooring-line");
    Ended gone = operator.run("send", SUBJECT, "{\"name\":\"berth 7\"}");
    assertThat(gone.err()).contains("no plugin provides the method mooring-line");

    drop(first, "mooring-line.jar");
    node.awaitPrinted("(?s)1.1.0 is active.*plugin mooring-line 1.0.0-SNAPSHOT is active");
    assertThat(sent("send", SUBJECT, "{\"name\":\"berth 8\"}", "--json").out())
        .contains("hello berth 8");
    awaitLoaders(2); // only the class loaders of plugins in use
    assertThat(node.printed()).containsOnlyOnce("is up").doesNotContain("still reachable");
  }

  /// Installs two hundred versions of a plugin, each when the one before is in use.
  @Test
  @Tag("long")
  void twoHundredReplacementsLeakNothing() throws IOException, InterruptedException {
    Path classes =
        PluginJar.compile(
            folder,
            "knot",
            Map.of("module-info.java", KNOT_MODULE, "Knot.java", KNOT),
            List.of(),
            PluginJar.api());
    drop(knot(classes, 0), "knot.jar");
    configure("  knot.main: { from: [\"*\"] }\n");
    String subject = "ship1.command.knot.main";
    awaitUnit("\"subject\":\"" + subject + "\"");
    awaitUnit("\"version\":\"1.0.0\"");
    long files = openJars();
    try (Load load = Load.start(broker.url(), subject)) {
      for (int number = 1; number <= REPLACEMENTS; number++) {
        drop(knot(classes, number), "knot.jar");
        node.awaitPrinted("plugin knot 1.0." + number + " is active");
      }
      load.stop();
      Archive archive = new Archive(broker.url());
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> outcomes(archive, load.sent()).size() >= load.sent().size());
      assertThat(outcomes(archive, load.sent()))
          .hasSameSizeAs(load.sent())
          .allMatch(each -> each.state().equals("succeeded"))
          .extracting(Outcome::id)
          .doesNotHaveDuplicates();
    }
    awaitLoaders(2); // of this plugin and of shellcommand
    assertThat(openJars()).isEqualTo(files);
    assertThat(node.printed()).containsOnlyOnce("is up").doesNotContain("still reachable");
  }

  private Path knot(Path classes, int number) throws IOException {
    return PluginJar.pack(
        classes,
        "",
        Map.of("Plugin-Id", "knot", "Plugin-Version", "1.0." + number, "Plugin-Requires", "1.x"),
        folder.resolve("knot-next.jar"));
  }

  /// The number of jars the node has open.
  private long openJars() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(node.pid()), "fd"))) {
      return open.filter(each -> isJar(each)).count();
    }
  }

  private static boolean isJar(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains(".jar");
    } catch (IOException gone) {
      return false;
    }
  }

  private void awaitLoaders(int count) {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    List<String> histogram = List.of(jcmd, Long.toString(node.pid()), "GC.class_histogram");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(operator.program(histogram).awaitEnd().out())
                .containsPattern("\\d+: +" + count + " .*\\.LayerClassLoader"));
  }

  private void assertEachSucceededOnce(Set<String> ids) throws IOException, InterruptedException {
    Archive archive = new Archive(broker.url());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> outcomes(archive, ids).size() >= ids.size());
    List<Outcome> outcomes = outcomes(archive, ids);
    assertThat(outcomes).hasSameSizeAs(ids).allMatch(each -> each.state().equals("succeeded"));
    assertThat(outcomes).extracting(Outcome::id).doesNotHaveDuplicates();
    String results =
        outcomes.stream()
            .map(each -> each.body().contains("\"ahoy ") ? "2" : "1")
            .collect(Collectors.joining());
    assertThat(results).matches("1{50,}2{500,}");
  }

  private static List<Outcome> outcomes(Archive archive, Set<String> ids)
      throws IOException, InterruptedException {
    return archive.outcomes().stream().filter(each -> ids.contains(each.id())).toList();
  }

  private Ended sent(String... arguments) {
    Ended ended = operator.run(arguments);
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    return ended;
  }

  /// Copies a jar next to the folder, and moves it in atomically, as a deployment does.
  private void drop(Path jar, String name) throws IOException {
    Path copy = Files.copy(jar, folder.resolve(name), REPLACE_EXISTING);
    Files.move(copy, plugins().resolve(name), ATOMIC_MOVE);
  }

  private void awaitUnit(String part) {
    Archive archive = new Archive(broker.url());
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(archive.unit("ship1")).contains(part));
  }
}
