package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// The JVM does not archive class files older than Java 6, and loads those at each start.
class ArchivableIT {

  @Test
  void everyClassOfTheDistributionCanBeArchived() throws IOException {
    List<Path> jars;
    try (Stream<Path> lib = Files.list(Installation.HOME.resolve("lib"))) {
      jars = lib.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    assertThat(jars).anyMatch(jar -> jar.getFileName().toString().startsWith("picocli"));
    for (Path jar : jars) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          if (entry.getName().endsWith(".class")) {
            byte[] bytes = zip.getInputStream(entry).readAllBytes();
            assertThat((bytes[6] << 8) | bytes[7])
                .as(jar.getFileName() + ": " + entry)
                .isGreaterThanOrEqualTo(ClassFile.JAVA_6_VERSION);
          }
        }
      }
    }
  }
}
