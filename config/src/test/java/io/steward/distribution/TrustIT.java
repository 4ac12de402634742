package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which plugins a running node trusts, and what plugin code may do to it.
class TrustIT {

  private static final String MODULE =
      """
      module org.example.bell {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.bell.Bell;
      }
      """;
  private static final String HANDLER =
      """
      package org.example.bell;
      import io.steward.api.*;
      public record Bell() implements CommandHandler<Bell.Arguments> {
        public record Arguments() {}
        public MethodName method() { return new MethodName("bell"); }
        public Reply handle(Arguments arguments, CommandContext context) {
          BODY
        }
      }
      """;
  private static final String CONFIG =
      """
      node: ship
      commands:
        bell.test: { from: ["*"] }
      """;

  @TempDir private Path folder = Path.of("");
  private Path jar = Path.of("");
  private Path config = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    jar = Files.createDirectory(folder.resolve("plugins")).resolve("bell.jar");
    config = folder.resolve("ship.yaml");
  }

  private void drop(String body, Map<String, String> more) throws IOException {
    Map<String, String> sources = new java.util.HashMap<>(more);
    sources.put("module-info.java", MODULE);
    sources.put("Bell.java", HANDLER.replace("BODY", body));
    Path made = folder.resolve("made");
    PluginJar.build(folder, "bell", sources, made);
    Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private void ring(String sound) throws IOException {
    drop("return Reply.succeeded(java.util.Map.of(\"sound\", \"" + sound + "\"));", Map.of());
  }

  private void configure(String more) throws IOException {
    Path made = Files.writeString(folder.resolve("made"), CONFIG + more);
    Files.move(made, config, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String sound(Fleet fleet) {
    return fleet.steward("send", "ship.command.bell.test", "--json").out();
  }

  @Test
  void onlyPinnedJarsRun() throws Exception {
    Installation here = new Installation(folder, Map.of());
    ring("ding");
    String before = here.run("plugins", "plugins", "--pins").out();
    assertThat(before).startsWith("plugins:\n  trust: pinned\n  pins:\n    bell: ");
    configure(before);
    try (Fleet fleet = Fleet.start(folder, List.of(config.toString()))) {
      assertThat(sound(fleet)).contains("\"sound\":\"ding\"");
      ring("dong");
      String after = here.run("plugins", "plugins", "--pins").out();
      fleet.up().awaitPrinted("bell.jar is refused: it does not match its pin in plugins.pins");
      assertThat(sound(fleet)).contains("\"sound\":\"ding\"");
      configure(after);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> sound(fleet).contains("\"sound\":\"dong\""));
      configure(before);
      fleet.up().awaitPrinted("its plugin bell would be refused");
      assertThat(sound(fleet)).contains("\"sound\":\"dong\"");
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() ->
              fleet
                  .steward("unit", "ship")
                  .out()
                  .contains("the previous configuration stays in effect"));
    }
  }

  @Test
  void reportsAPluginThatExitsTheNode() throws Exception {
    drop(
        "Away.go(); return Reply.succeeded();",
        Map.of(
            "Away.java",
            "package org.example.bell; final class Away { static void go() { System.exit(7); } }"));
    configure("");
    try (Fleet fleet = Fleet.start(folder, List.of(config.toString()))) {
      Ended sent = fleet.steward("send", "ship.command.bell.test", "--wait", "5s");
      assertThat(sent.exit()).isNotZero();
      Ended ended = fleet.up().awaitEnd();
      assertThat(ended.exit()).isEqualTo(7);
      assertThat(ended.err())
          .contains("the program is terminated from within")
          .contains("status: 7")
          .contains("org.example.bell.Away.go(Away.java:1)");
    }
    ring("ding");
    try (Fleet fleet = Fleet.start(folder, List.of(config.toString()))) {
      assertThat(fleet.steward("messages", "--unit", "ship").out())
          .contains("cancelled")
          .contains("ignored its interrupt");
      assertThat(sound(fleet)).contains("\"sound\":\"ding\"");
    }
  }

  @Test
  void aProblemInThePluginPolicyStartsNothing() throws Exception {
    ring("ding");
    configure("plugins: { native: [bel], pins: { bell: 12 } }\n");
    Installation here = new Installation(folder, Map.of());
    Ended wrong = here.run("check", "ship.yaml");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err() + wrong.out()).contains("is not a SHA-256");
    configure("plugins: { native: [bel] }\n");
    Ended near = here.run("check", "ship.yaml");
    assertThat(near.err() + near.out())
        .contains(
            "ship.yaml:4:21 plugins.native[0]: no plugin has the id bel; did you mean \"bell\"?");
  }
}
