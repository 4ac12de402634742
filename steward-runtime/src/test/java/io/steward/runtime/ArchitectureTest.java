package io.steward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rooms (packages) and their dependencies (arrows), read from the compiled classes.
class ArchitectureTest {

  private static final String ROOT = "io/steward/runtime/";

  /// A row of the table of packages in CONTRIBUTING.md.
  private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|[^|]*\\|([^|]*)\\|");

  private static final Pattern TYPE = Pattern.compile("L([^;<]+)[;<]");
  private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

  /// The rooms that each room may use, as CONTRIBUTING.md says.
  private static Map<String, Set<String>> arrows() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "CONTRIBUTING.md"));
    int header = lines.indexOf("| package | contents | uses |");
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (String line : lines.subList(header + 2, lines.size())) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        break;
      }
      Set<String> used = new TreeSet<>();
      NAME.matcher(row.group(2)).results().forEach(each -> used.add(each.group(1)));
      arrows.put(row.group(1), used);
    }
    return arrows;
  }

  /// The one room that may use each foreign library; with the rooms in it.
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
          switch (entry) {
            case ClassEntry type -> used.add(type.asInternalName().replaceFirst("^\\[*L", ""));
            case NameAndTypeEntry member -> used.addAll(types(member.type().stringValue()));
            default -> {}
          }
        }
        model.methods().forEach(each -> used.addAll(types(each.methodType().stringValue())));
        model.fields().forEach(each -> used.addAll(types(each.fieldType().stringValue())));
        uses.put(model.thisClass().asInternalName(), used);
      }
    }
    return uses;
  }

  /// The types in the descriptor of a field or a method.
  private static List<String> types(String descriptor) {
    return TYPE.matcher(descriptor).results().map(each -> each.group(1)).toList();
  }

  private static String room(String type) {
    String rest = type.substring(ROOT.length());
    return rest.substring(0, Math.max(rest.lastIndexOf('/'), 0)).replace('/', '.');
  }

  /// Whether a room is another one, or in it.
  private static boolean isWithin(String outer, String room) {
    return (room + ".").startsWith(outer + ".");
  }

  @Test
  void seesAllRooms() throws IOException {
    Map<String, Set<String>> uses = uses();
    assertThat(uses).hasSizeGreaterThan(120);
    Set<String> rooms = new TreeSet<>();
    uses.keySet().forEach(type -> rooms.add(room(type)));
    rooms.remove("");
    assertThat(rooms).isEqualTo(new TreeSet<>(arrows().keySet()));
  }

  @Test
  void theTableNamesEachRoomAfterThoseThatItUses() throws IOException {
    Set<String> before = new TreeSet<>();
    arrows()
        .forEach((room, used) -> {
          assertThat(before).as(room + " uses only rooms above it").containsAll(used);
          before.add(room);
        });
  }

  @Test
  void theTableNamesNoArrowThatDoesNotExist() throws IOException {
    Map<String, Set<String>> used = new TreeMap<>();
    uses()
        .forEach((type, all) ->
            all.stream()
                .filter(each -> each.startsWith(ROOT))
                .map(ArchitectureTest::room)
                .forEach(each -> used.computeIfAbsent(room(type), _ -> new TreeSet<>()).add(each)));
    arrows().forEach((room, declared) -> assertThat(used.get(room)).as(room).containsAll(declared));
  }

  @Test
  void eachRoomTellsWhatItIsFor() throws IOException {
    for (String room : arrows().keySet()) {
      Path info = Path.of("src/main/java", ROOT, room.replace('.', '/'), "package-info.java");
      assertThat(info).content().as(room).contains("///");
    }
  }

  @Test
  void arrowsNeverTurnBack() throws IOException {
    Map<String, Set<String>> arrows = arrows();
    List<String> wrong =
        uses().entrySet().stream()
            .filter(each -> !room(each.getKey()).isEmpty())
            .flatMap(each ->
                each.getValue().stream()
                    .filter(used -> used.startsWith(ROOT))
                    .filter(used -> !room(used).equals(room(each.getKey())))
                    .filter(used ->
                        !arrows.getOrDefault(room(each.getKey()), Set.of()).contains(room(used)))
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
                                    && !isWithin(library.getValue(), room(each.getKey()))))
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
        .containsExactly("io.steward.runtime.node");
  }

  @Test
  void eachLoggerHasTheNameOfItsClass() throws IOException {
    Pattern logger = Pattern.compile("LoggerFactory.getLogger\\((\\w+)\\.class\\)");
    int seen = 0;
    try (Stream<Path> all = Files.walk(Path.of("src/main/java", ROOT))) {
      for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (MatchResult each : logger.matcher(Files.readString(file)).results().toList()) {
          assertThat(each.group(1) + ".java").isEqualTo(file.getFileName().toString());
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThan(40);
  }

  @Test
  void typesAreNotNamedAfterNothing() throws IOException {
    assertThat(uses().keySet())
        .filteredOn(type -> !type.startsWith(ROOT + "plugin/StewardPluginManager")) // one of PF4J's
        .noneMatch(type -> type.matches(".*(Impl|Manager|Helper|Util|Utils)(\\$.*)?"));
  }
}
