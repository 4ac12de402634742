package io.steward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Types and parameter lists stay small. A larger one says why, in a comment that begins with
/// `Large:` or `Many parameters:`. Records that are documents or YAML are exempt: their components
/// are what goes over the wire or stands in files of users.
class SizeTest {

  private static final int MAX_LINES = 300;
  private static final int MAX_PARAMETERS = 7;

  /// The packages of records that are documents or YAML.
  private static final Set<String> DOCUMENTS =
      Set.of(
          "io/steward/runtime/config/",
          "io/steward/runtime/fleet/UnitDocument",
          "io/steward/runtime/fleet/MessageHistory$Row",
          "io/steward/runtime/jobs/JobSpec",
          "io/steward/runtime/jobs/JobStatus",
          "io/steward/runtime/jobs/Rollout",
          "io/steward/runtime/builtin/ScheduleDefinition",
          "io/steward/runtime/builtin/ScheduleHandler$Arguments",
          "io/steward/runtime/ledger/StoredSchedule");

  private static final Path SOURCES = Path.of("src/main/java");

  @Test
  void noTypeHasMoreThan300Lines() throws IOException {
    List<String> large = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".java")).toList()) {
        List<String> lines = Files.readAllLines(file);
        seen++;
        if (lines.size() > MAX_LINES && lines.stream().noneMatch(line -> line.contains("Large:"))) {
          large.add(file + ": " + lines.size());
        }
      }
    }
    assertThat(seen).isGreaterThan(400);
    assertThat(large).isEmpty();
  }

  @Test
  void noMethodHasMoreThan7Parameters() throws IOException {
    Path classes =
        Path.of(
            URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    Set<String> many = new TreeSet<>();
    int seen = 0;
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        String type = model.thisClass().asInternalName();
        for (MethodModel method : model.methods()) {
          seen++;
          if (method.methodTypeSymbol().parameterCount() > MAX_PARAMETERS
              && !method.flags().has(AccessFlag.SYNTHETIC)
              && !isDocument(type)
              && !saysWhy(type)) {
            many.add(type + "." + method.methodName().stringValue());
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(3000);
    assertThat(many).isEmpty();
  }

  private static boolean isDocument(String type) {
    return DOCUMENTS.stream()
        .anyMatch(each ->
            each.endsWith("/")
                ? type.startsWith(each)
                : type.equals(each) || type.startsWith(each + "$"));
  }

  private static boolean saysWhy(String type) throws IOException {
    Path source = SOURCES.resolve(type.replaceFirst("\\$.*", "") + ".java");
    return Files.readString(source).contains("Many parameters:");
  }
}
