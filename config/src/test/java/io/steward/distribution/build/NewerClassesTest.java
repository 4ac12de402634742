package io.steward.distribution.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NewerClassesTest {

  @TempDir private Path folder;
  private Path old = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void copies() throws IOException, URISyntaxException {
    old = Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    copy = folder.resolve("copy.jar");
    NewerClasses.copy(old, copy);
  }

  private static Map<String, byte[]> entries(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private static ModuleDescriptor module(Path jar) {
    return ModuleFinder.of(jar).findAll().stream()
        .map(ModuleReference::descriptor)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyClassCanBeArchivedAndIsVerified() throws IOException {
    ClassFile format = ClassFile.of();
    Map<String, byte[]> classes = entries(copy);
    classes.keySet().removeIf(name -> !name.endsWith(".class"));
    assertThat(classes).hasSizeGreaterThan(200);
    classes.forEach((name, bytes) -> {
      assertThat(format.parse(bytes).majorVersion()).as(name).isGreaterThanOrEqualTo(50);
      assertThat(format.verify(bytes)).as(name).isEmpty();
    });
  }

  @Test
  void everythingElseIsUnchanged() throws IOException {
    Map<String, byte[]> before = entries(old);
    Map<String, byte[]> after = entries(copy);
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    before.forEach((name, bytes) -> {
      if (!name.startsWith("picocli/")) {
        assertThat(after.get(name)).as(name).isEqualTo(bytes);
      }
    });
    assertThat(module(copy)).isEqualTo(module(old));
    assertThat(module(copy).name()).isEqualTo("info.picocli");
  }

  @Test
  void copiesAreReproducible() throws IOException {
    Path again = folder.resolve("again.jar");
    NewerClasses.copy(old, again);
    assertThat(again).hasSameBinaryContentAs(copy);
  }

  @Test
  void newerClassesAreUnchanged() throws IOException {
    Path again = folder.resolve("again.jar");
    NewerClasses.copy(copy, again);
    assertThat(again).hasSameBinaryContentAs(copy);
  }
}
