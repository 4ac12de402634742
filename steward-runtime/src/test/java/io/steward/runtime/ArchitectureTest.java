package io.steward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rooms (packages) and their dependencies (arrows), read from the compiled classes.
class ArchitectureTest {

  private static final String ROOT = "io/steward/runtime/";

  /// The rooms that each room may use; there are no cycles.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("databind", Set.of()),
          Map.entry("bus", Set.of()),
          Map.entry("ledger", Set.of()),
          Map.entry("broker", Set.of()),
          Map.entry("jar", Set.of()),
          Map.entry("temporary", Set.of()),
          Map.entry("plugin", Set.of("databind", "jar", "temporary")),
          Map.entry("config", Set.of("databind")),
          Map.entry("fleet", Set.of("databind", "bus", "temporary")),
          Map.entry("targeting", Set.of("databind", "fleet")),
          Map.entry("schedule", Set.of("databind")),
          Map.entry("objects", Set.of("bus")),
          Map.entry("log", Set.of()),
          Map.entry("storage", Set.of()),
          Map.entry(
              "process",
              Set.of(
                  "databind", "bus", "ledger", "fleet", "log", "objects", "schedule", "storage")),
          Map.entry("jobs", Set.of("databind", "bus", "fleet", "targeting")),
          Map.entry(
              "emulation", Set.of("databind", "bus", "fleet", "targeting", "ledger", "process")),
          Map.entry("metrics", Set.of("fleet", "process")),
          Map.entry(
              "agent",
              Set.of(
                  "databind",
                  "bus",
                  "ledger",
                  "jar",
                  "plugin",
                  "config",
                  "fleet",
                  "jobs",
                  "log",
                  "objects",
                  "process",
                  "metrics",
                  "storage",
                  "temporary")),
          Map.entry(
              "cli",
              Set.of(
                  "databind",
                  "bus",
                  "jar",
                  "plugin",
                  "config",
                  "fleet",
                  "targeting",
                  "jobs",
                  "objects",
                  "agent",
                  "broker",
                  "emulation",
                  "temporary")));

  /// The one room that may use each foreign library.
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "io/nats/", "bus",
          "org/pf4j/", "plugin",
          "com/fasterxml/jackson/", "databind",
          "com/google/re2j/", "databind",
          "org/sqlite/", "ledger",
          "java/sql/", "ledger",
          "io/prometheus/", "metrics",
          "com/sun/net/httpserver/", "metrics",
          "picocli/", "cli");

  private static Map<String, Set<String>> uses() throws IOException {
    Path classes =
        Path.of(
            URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    Map<String, Set<String>> uses = new TreeMap<>();
    try (Stream<Path> all = Files.walk(classes.resolve(ROOT))) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        Set<String> used = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
          if (entry instanceof ClassEntry type) {
            used.add(type.asInternalName().replaceFirst("^\\[*L", ""));
          }
        }
        uses.put(model.thisClass().asInternalName(), used);
      }
    }
    return uses;
  }

  private static String room(String type) {
    String rest = type.substring(ROOT.length());
    return rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : "";
  }

  @Test
  void seesAllRooms() throws IOException {
    Map<String, Set<String>> uses = uses();
    assertThat(uses).hasSizeGreaterThan(120);
    Set<String> rooms = new TreeSet<>();
    uses.keySet().forEach(type -> rooms.add(room(type)));
    rooms.remove("");
    assertThat(rooms).isEqualTo(new TreeSet<>(ARROWS.keySet()));
  }

  @Test
  void arrowsNeverTurnBack() throws IOException {
    List<String> wrong =
        uses().entrySet().stream()
            .filter(each -> !room(each.getKey()).isEmpty())
            .flatMap(each ->
                each.getValue().stream()
                    .filter(used -> used.startsWith(ROOT))
                    .filter(used -> !room(used).equals(room(each.getKey())))
                    .filter(used ->
                        !ARROWS.getOrDefault(room(each.getKey()), Set.of()).contains(room(used)))
                    .map(used -> each.getKey() + " uses " + used))
            .toList();
    assertThat(wrong).isEmpty();
  }

  @Test
  void eachLibraryStaysInItsRoom() throws IOException {
    List<String> wrong =
        uses().entrySet().stream()
            .flatMap(each ->
                each.getValue().stream()
                    .filter(used ->
                        LIBRARIES.entrySet().stream()
                            .anyMatch(library ->
                                used.startsWith(library.getKey())
                                    && !library.getValue().equals(room(each.getKey()))))
                    .map(used -> each.getKey() + " uses " + used))
            .toList();
    assertThat(wrong).isEmpty();
  }

  @Test
  void theRuntimeProvidesNoMethods() {
    var module = Main.class.getModule().getDescriptor();
    assertThat(module.provides()).isEmpty();
    assertThat(module.exports().stream().filter(export -> !export.isQualified()))
        .extracting(export -> export.source())
        .containsExactly("io.steward.runtime.agent");
  }

  @Test
  void typesAreNotNamedAfterNothing() throws IOException {
    assertThat(uses().keySet())
        .filteredOn(type -> !type.startsWith(ROOT + "plugin/StewardPluginManager")) // one of PF4J's
        .noneMatch(type -> type.matches(".*(Impl|Manager|Helper|Util|Utils)(\\$.*)?"));
  }
}
