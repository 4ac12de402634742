package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every sample configuration is valid.
class SamplesIT {

  private static final Path ROOT = Installation.ROOT;

  @TestFactory
  Stream<DynamicTest> everySampleIsValid() throws IOException {
    return Stream.concat(samples("config", "*.yaml"), samples("plugins", "*/sample.yaml"))
        .map(sample -> DynamicTest.dynamicTest(sample, () -> assertFine(sample)));
  }

  @TestFactory
  Stream<DynamicTest> everyPluginHasASampleAndAReadme() throws IOException {
    return samples("plugins", "*/pom.xml")
        .filter(SamplesIT::isPlugin)
        .map(pom ->
            DynamicTest.dynamicTest(
                pom,
                () -> {
                  assertThat(ROOT.resolve(pom).resolveSibling("sample.yaml")).isNotEmptyFile();
                  assertThat(ROOT.resolve(pom).resolveSibling("README.md")).isNotEmptyFile();
                }));
  }

  /// Libraries shared by several plugins have another parent.
  private static boolean isPlugin(String pom) {
    try {
      return Files.readString(ROOT.resolve(pom)).contains("<artifactId>plugins</artifactId>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> samples(String folder, String glob) throws IOException {
    var matcher = ROOT.getFileSystem().getPathMatcher("glob:" + folder + "/" + glob);
    try (Stream<Path> all = Files.walk(ROOT.resolve(folder), 2)) {
      List<String> found =
          all.map(ROOT::relativize).filter(matcher::matches).map(Path::toString).toList();
      assertThat(found).hasSizeGreaterThanOrEqualTo(2);
      return found.stream();
    }
  }

  private static void assertFine(String sample) {
    Ended ended =
        new Installation(
                ROOT, Map.of("STEWARD_PLUGINS", Installation.HOME.resolve("plugins").toString()))
            .run("check", sample);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains(sample + ": node ").endsWith("; fine\n");
  }
}
